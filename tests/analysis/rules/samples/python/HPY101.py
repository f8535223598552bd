import os
import subprocess as sp
from functools import partial

shell = os.system
shell(command)  # expect: HPY101
getattr(os, "popen")(command)  # expect: HPY101
__import__("os").system(f"rm {name}")  # expect: HPY101
os.__dict__["system"](command)  # expect: HPY101
run = partial(os.system)
run(command)  # expect: HPY101
start = sp.Popen
output = sp.getoutput
output("ls " + folder)  # expect: HPY101


def other(shell):
    shell(command)


def own():
    shell = Shell()
    shell(command)


shell("clear")
start([program, name])
start(command, shell=True)
os.system(command)
getattr(os, "getcwd")()
getattr(os, name)(command)
