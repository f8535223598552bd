void f(CURL *c, SSL_CTX *s) {
  curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 0L); // expect: HCC113
  curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 0); // expect: HCC113
  curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, false); // expect: HCC113
  SSL_CTX_set_verify(s, SSL_VERIFY_NONE, NULL); // expect: HCC113
  curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(c, CURLOPT_VERBOSE, 0L);
  SSL_CTX_set_verify(s, SSL_VERIFY_PEER, NULL);
}
