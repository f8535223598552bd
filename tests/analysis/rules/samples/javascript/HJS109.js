crypto.createCipher("aes-256-cbc", password); // expect: HJS109
crypto.createCipheriv("des-ede3-cbc", key, iv); // expect: HJS109
crypto.createCipheriv('rc4', key, ""); // expect: HJS109
crypto.createDecipheriv("AES-128-ECB", key, null); // expect: HJS109

crypto.createCipheriv("aes-256-gcm", key, nonce);
crypto.createCipheriv("aes-128-cbc", key, iv);
crypto.createCipheriv(algorithm, key, iv);
crypto.createHash("des");
