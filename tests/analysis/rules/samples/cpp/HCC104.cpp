int run(const std::string &name) {
  const std::string command = "ls " + name;
  std::system(command.c_str()); // expect: HCC104
  system(("ls " + name).c_str()); // expect: HCC104
  return system("sync");
}
