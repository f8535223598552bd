void f(const char *path) {
  chmod(path, 0777); // expect: HCC111
  int a = open(path, O_CREAT, 0666); // expect: HCC111
  umask(0); // expect: HCC111
  chmod(path, 0755);
  mkdir(path, 0700);
  open(path, O_RDONLY);
  umask(077);
  chmod(path, mode);
}
