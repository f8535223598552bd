fn f() {
    Client::builder().danger_accept_invalid_certs(true); // expect: HRS103
    builder.set_verify(SslVerifyMode::NONE); // expect: HRS103
    Client::builder().danger_accept_invalid_certs(false);
    builder.set_verify(SslVerifyMode::PEER);
    Client::builder().https_only(true);
}
