package main

import "html/template"

var a = template.HTML(comment)             // expect: HGO107
var b = template.JS("var x = " + value)    // expect: HGO107
var c = template.HTML("<br>")
var d = template.HTML(template.HTMLEscapeString(comment))
var e = template.Must(template.New("x"), nil)
