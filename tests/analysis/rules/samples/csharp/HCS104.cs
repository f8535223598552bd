class Ciphers {
    void F(SymmetricAlgorithm c) {
        var a = DES.Create(); // expect: HCS104
        var b = new TripleDESCryptoServiceProvider(); // expect: HCS104
        c.Mode = CipherMode.ECB; // expect: HCS104
        var d = Aes.Create();
        c.Mode = CipherMode.CBC;
        var e = Other.ECB;
    }
}
