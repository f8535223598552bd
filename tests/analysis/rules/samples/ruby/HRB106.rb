a = comment.html_safe # expect: HRB106
b = "<b>#{name}</b>".html_safe # expect: HRB106
c = raw(comment.body) # expect: HRB106

d = "<br>".html_safe
e = sanitize(comment.body).html_safe
f = raw("<br>")
g = reader.raw(comment)
h = comment.html_safe?
