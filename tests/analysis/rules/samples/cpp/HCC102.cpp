void Box::set(const char *name) {
  std::strcpy(buffer_, name); // expect: HCC102
  buffer_ = name;
}
