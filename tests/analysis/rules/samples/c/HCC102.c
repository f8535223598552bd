void f(char *to, const char *from, int n) {
  strcpy(to, from); // expect: HCC102
  strcat(to, from); // expect: HCC102
  sprintf(to, "name: %s", from); // expect: HCC102
  vsprintf(to, format, arguments); // expect: HCC102

  strcpy(to, "constant");
  strcpy(to, DEFAULT_NAME);
  sprintf(to, "%d", n);
  sprintf(to, "%.10s", from);
  snprintf(to, n, "%s", from);
  strlcpy(to, from, n);
}
