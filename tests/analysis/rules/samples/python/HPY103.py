import subprocess
from subprocess import Popen

subprocess.run(command, **{"shell": True})  # expect: HPY103
options = {"shell": True, "check": True}
subprocess.check_output(command, **options)  # expect: HPY103
Popen(command, **dict(shell=True))  # expect: HPY103

subprocess.run(command, **{"shell": False})
subprocess.run(command, **{"check": True})
subprocess.run(command, **unknown)
subprocess.run(command, shell=True)
other.run(command, **{"shell": True})


def run(options):
    subprocess.run(command, **options)
