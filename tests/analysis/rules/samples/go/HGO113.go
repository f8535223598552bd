package main

import "net/http"

func f(w http.ResponseWriter, r *http.Request) {
	os.Open("/data/" + r.FormValue("name"))                             // expect: HGO113
	os.ReadFile(filepath.Join(root, r.URL.Query().Get("name")))          // expect: HGO113
	http.ServeFile(w, r, r.PathValue("name"))                            // expect: HGO113
	os.Remove(c.Param("name"))                                           // expect: HGO113
	os.Open(filepath.Base(r.FormValue("name")))
	os.Open("/data/motd")
	http.ServeFile(w, r, "/data/index.html")
	db.Create(r.FormValue("name"))
}
