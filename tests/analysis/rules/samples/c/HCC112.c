void f(void) {
  MD5_Init(&c); // expect: HCC112
  EVP_EncryptInit(c, EVP_aes_128_ecb(), key, NULL); // expect: HCC112
  SHA1(data, n, out); // expect: HCC112
  EVP_EncryptInit(c, EVP_aes_256_gcm(), key, iv);
  struct hash *md5 = MD5();
  SHA256(data, n, out);
}
