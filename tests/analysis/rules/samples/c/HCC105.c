void f(const char *text, FILE *file) {
  printf(text); // expect: HCC105
  fprintf(stderr, text); // expect: HCC105
  syslog(LOG_ERR, text); // expect: HCC105
  snprintf(buffer, 10, text); // expect: HCC105
  printf("%s", text);
  printf("hello\n");
  fprintf(stderr, "%s", text);
  printf(_("hello"));
  printf(formats[i], n);
  printf(VERSION);
  snprintf(buffer, 10, "%s", text);
}
