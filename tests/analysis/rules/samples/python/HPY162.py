import re

re.match(r"^(\w+)+$", text)  # expect: HPY162
re.compile("(a*)*b")  # expect: HPY162
re.search(r"([a-z]+\s?)+$", text)  # expect: HPY162
pattern = r"(?:[0-9]+)*x"
re.fullmatch(pattern, text)  # expect: HPY162

re.match(r"^\w+$", text)
re.compile("(ab)+")
re.compile(r"(\w+,)+")
re.compile(r"(\w+\.)*\w+")
re.compile(r"\(a+\)+")
re.compile(r"(a+)")
re.compile(text)
