crypto.createHash("md5").update(data); // expect: HJS108
createHash('sha1'); // expect: HJS108
crypto.createHash("SHA-1"); // expect: HJS108
crypto.createHmac("md5", key); // expect: HJS108

crypto.createHash("sha256");
crypto.createHash("sha512");
crypto.createHmac("sha1", key);
crypto.createHash(algorithm);
