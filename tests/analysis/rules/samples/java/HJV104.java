class Ciphers {
    void f() throws Exception {
        Cipher a = Cipher.getInstance("DES/CBC/PKCS5Padding"); // expect: HJV104
        Cipher b = Cipher.getInstance("AES/ECB/NoPadding"); // expect: HJV104
        Cipher c = Cipher.getInstance("AES"); // expect: HJV104
        KeyGenerator d = KeyGenerator.getInstance("DESede"); // expect: HJV104
        Cipher e = Cipher.getInstance("AES/GCM/NoPadding");
        Cipher g = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
        KeyGenerator h = KeyGenerator.getInstance("AES");
        Mac i = Mac.getInstance("DES");
    }
}
