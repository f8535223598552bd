package main

var a = &tls.Config{MinVersion: tls.VersionTLS10} // expect: HGO112
var b = &tls.Config{MinVersion: tls.VersionTLS12}
var c = &tls.Config{MaxVersion: tls.VersionTLS11}

func f(c *tls.Config) {
	c.MinVersion = tls.VersionSSL30 // expect: HGO112
	if c.MinVersion == tls.VersionTLS11 {
	}
}
