class Trusting {
    void F(HttpClientHandler h) {
        h.ServerCertificateCustomValidationCallback = (a, b, c, d) => true; // expect: HCS105
        ServicePointManager.ServerCertificateValidationCallback += delegate { return true; }; // expect: HCS105
        var x = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator; // expect: HCS105
        h.ServerCertificateCustomValidationCallback = Check;
        h.ServerCertificateCustomValidationCallback = (a, b, c, d) => d == SslPolicyErrors.None;
        h.Filter = (a) => true;
    }
}
