void f(char *to, const char *from, size_t n) {
  strncpy(to, from, strlen(from)); // expect: HCC114
  strncat(to, from, sizeof(to)); // expect: HCC114
  strncpy(to, from, n);
  strncpy(to, from, strlen(to));
  strncat(to, from, sizeof(to) - strlen(to) - 1);
  memcpy(to, from, strlen(from));
}
