package main

import (
	"net/http"
	"text/template" // expect: HGO108
	"text/tabwriter"
)

func page(w http.ResponseWriter, r *http.Request) {}
