void f(struct user *u) {
  int token = rand(); // expect: HCC107
  u->session_id = random() % 1000; // expect: HCC107
  salt[i] = rand() & 0xff; // expect: HCC107
  int dice = rand() % 6;
  int token_count = count();
  int nonce = secure_random();
}
