package main

import "math/rand"

var password = letters[rand.Intn(len(letters))] // expect: HGO105

func f(u *user) {
	token := strconv.Itoa(rand.Int()) // expect: HGO105
	u.sessionID = rand.Int63()        // expect: HGO105
	v := user{Token: rand.Uint64()}   // expect: HGO105

	index := rand.Intn(10)
	u.token = random()
	token2, err := crand.Text()
}
