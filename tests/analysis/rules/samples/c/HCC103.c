void f(char *word, int n) {
  scanf("%s", word); // expect: HCC103
  fscanf(file, "%d %s", &n, word); // expect: HCC103
  sscanf(text, "%[a-z]", word); // expect: HCC103
  scanf("%79s", word);
  scanf("%d", &n);
  sscanf(text, "%9[a-z]", word);
}
