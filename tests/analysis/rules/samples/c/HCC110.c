void f(const char *path) {
  if (access(path, W_OK) == 0) { // expect: HCC110
    int a = open(path, O_WRONLY);
  }
  if (!access(path, R_OK)) // expect: HCC110
    fopen(path, "r");
  if (access(path, F_OK) == 0) {
    puts("there");
  }
  if (ready) {
    open(path, O_RDONLY);
  }
}
