void f(const char *command, char *buffer) {
  system(command); // expect: HCC104
  FILE *a = popen(buffer, "r"); // expect: HCC104
  execl("/bin/sh", "sh", "-c", command, NULL); // expect: HCC104
  system("ls -l");
  popen("date", "r");
  system(COMMAND);
  execl("/bin/sh", "sh", "-c", "ls", NULL);
  execv(program, arguments);
}
