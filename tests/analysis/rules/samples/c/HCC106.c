void f(char *name) {
  mktemp(name); // expect: HCC106
  char *a = tmpnam(NULL); // expect: HCC106
  int b = mkstemp(name);
  FILE *c = tmpfile();
}
