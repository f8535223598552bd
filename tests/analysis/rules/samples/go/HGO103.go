package main

func f(data []byte) {
	h := md5.New()       // expect: HGO103
	s := sha1.Sum(data)  // expect: HGO103
	t := sha256.Sum256(data)
	u := sha1.Size
	v := crc32.NewIEEE()
}
