a = Marshal.load(cookies[:user]) # expect: HRB104
b = Oj.object_load(text) # expect: HRB104
c = JSON.parse(text, create_additions: true) # expect: HRB104

d = Marshal.load(Marshal.dump(record))
e = Marshal.dump(record)
f = JSON.parse(text)
g = Oj.load(text)
