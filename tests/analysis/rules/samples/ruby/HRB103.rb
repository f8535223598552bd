a = YAML.load(text) # expect: HRB103
b = Psych.load(request.body) # expect: HRB103
c = YAML.unsafe_load("a: 1") # expect: HRB103

d = YAML.safe_load(text)
e = YAML.load("a: 1")
f = YAML.load(text, permitted_classes: [Date])
g = YAML.load(File.read("config.yml"))
h = JSON.load(text)
