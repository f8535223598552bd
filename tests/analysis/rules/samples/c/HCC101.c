void f(void) {
  char line[80];
  gets(line); // expect: HCC101
  fgets(line, sizeof line, stdin);
  reader.gets(line, 80);
  // gets(line);
}
