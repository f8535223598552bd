import re

from flask import request


def search(line):
    wanted = request.args["q"]
    re.compile(wanted)  # expect: HPY620
    re.search(f"^{wanted}", line)  # expect: HPY620
    re.search(re.escape(wanted), line)
    return re.search("a+", wanted)
