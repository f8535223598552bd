package main

var a = &tls.Config{InsecureSkipVerify: true} // expect: HGO102

func f(c *tls.Config) {
	c.InsecureSkipVerify = true // expect: HGO102
	c.InsecureSkipVerify = false
}

var b = &tls.Config{InsecureSkipVerify: false}
var c = &tls.Config{InsecureSkipVerify: insecure}
