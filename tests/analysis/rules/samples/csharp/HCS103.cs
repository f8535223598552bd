class Hashes {
    void F(byte[] data) {
        var a = MD5.Create(); // expect: HCS103
        var b = SHA1.HashData(data); // expect: HCS103
        var c = new SHA1Managed(); // expect: HCS103
        var d = SHA256.Create();
        var e = MD5.Describe();
        var f = new HMACSHA256(data);
    }
}
