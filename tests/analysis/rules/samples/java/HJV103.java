class Hashes {
    void f() throws Exception {
        MessageDigest a = MessageDigest.getInstance("MD5"); // expect: HJV103
        MessageDigest b = MessageDigest.getInstance("SHA-1"); // expect: HJV103
        String c = DigestUtils.sha1Hex(text); // expect: HJV103
        MessageDigest d = MessageDigest.getInstance("SHA-256");
        MessageDigest e = MessageDigest.getInstance(algorithm);
        String g = DigestUtils.sha256Hex(text);
    }
}
