import asyncio
import os
import shlex
import subprocess
import sys

from flask import Flask, abort, request

app = Flask(__name__)
HOSTS = ("a.example.com", "b.example.com")
HOME = os.environ["HOME"]


@app.route("/ping")
def ping():
    host = request.args.get("host", "")
    os.system("ping -c 1 " + host)  # expect: HPY601
    os.popen(f"ping {host.strip()}")  # expect: HPY601
    subprocess.run("ping %s" % host, shell=True)  # expect: HPY601
    subprocess.check_output(["sh", "-c", f"ping {host}"])  # expect: HPY183, HPY601
    subprocess.run(["ping", host])
    subprocess.run(["bash", "/opt/ping.sh", host])
    os.system("ping " + shlex.quote(host))
    os.system("ping -c %d localhost" % int(request.args["count"]))
    os.system("ping localhost")
    return "ok"


@app.route("/checked")
def checked():
    host = request.args["host"]
    if host not in HOSTS:
        abort(400)
    os.system("ping " + host)
    return "ok"


@app.route("/run/<name>")
async def run(name):
    await asyncio.create_subprocess_shell("run-" + name)  # expect: HPY104, HPY601


@app.route("/run/<int:number>")
def run_number(number):
    os.system(f"run-{number}")


def started_by_hand():
    os.system("ls " + sys.argv[1])  # expect: HPY601
    os.system(input("command? "))  # expect: HPY601
    os.system(os.environ["EDITOR"] + " notes.txt")  # expect: HPY601


def called(command):
    os.system(command)
