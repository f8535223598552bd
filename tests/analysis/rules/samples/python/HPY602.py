import os
import subprocess

from flask import request

TOOLS = {"png": "/usr/bin/optipng"}


def convert():
    tool = request.form["tool"]
    subprocess.run([tool, "-v"])  # expect: HPY602
    subprocess.Popen(tool)  # expect: HPY602
    os.execvp(tool, [tool])  # expect: HPY602
    subprocess.run(["/usr/bin/convert", request.form["name"]])
    subprocess.run([TOOLS[tool], "-v"])
    subprocess.run(["/opt/tools/" + TOOLS.get(tool, "none")])
