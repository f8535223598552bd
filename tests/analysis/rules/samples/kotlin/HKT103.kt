val a = MessageDigest.getInstance("MD5") // expect: HKT103
val b = Cipher.getInstance("AES/ECB/PKCS5Padding") // expect: HKT103
val c = Cipher.getInstance("DES") // expect: HKT103
val d = MessageDigest.getInstance("SHA-256")
val e = Cipher.getInstance("AES/GCM/NoPadding")
val f = KeyGenerator.getInstance("AES")
val g = Mac.getInstance("MD5")
