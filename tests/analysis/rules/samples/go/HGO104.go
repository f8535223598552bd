package main

func f(key []byte) {
	a, _ := des.NewCipher(key)          // expect: HGO104
	b, _ := des.NewTripleDESCipher(key) // expect: HGO104
	c, _ := rc4.NewCipher(key)          // expect: HGO104
	d, _ := aes.NewCipher(key)
	des := 1
}
