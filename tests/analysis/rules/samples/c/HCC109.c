void f(size_t n) {
  char *a = alloca(n); // expect: HCC109
  char *b = alloca(n * sizeof(int)); // expect: HCC109
  char *c = alloca(16);
  char *d = alloca(SIZE);
  char *e = alloca(sizeof(struct user));
}
