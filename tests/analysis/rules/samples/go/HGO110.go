package main

func f() {
	http.ListenAndServe(":80", nil)                   // expect: HGO110
	log.Fatal(http.ListenAndServeTLS(a, b, c, mux))   // expect: HGO110
	server := &http.Server{Addr: ":80"}               // expect: HGO110
	server.ListenAndServe()
	grpc.Serve(listener)
}
