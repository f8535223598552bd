import os
import shutil
from pathlib import Path

from flask import Flask, abort, request, send_file, send_from_directory
from werkzeug.utils import secure_filename

app = Flask(__name__)
NOTES = "/srv/notes"


@app.route("/notes/<path:name>", methods=["GET", "POST"])
def notes(name):
    open(os.path.join(NOTES, name))  # expect: HPY607
    Path(NOTES, name).read_text()  # expect: HPY607
    (Path(NOTES) / name).write_bytes(b"")  # expect: HPY607
    os.remove(NOTES + "/" + name)  # expect: HPY607
    shutil.copy("/etc/motd", name)  # expect: HPY607
    send_file(f"{NOTES}/{name}.txt")  # expect: HPY607
    upload = request.files["file"]
    upload.save(os.path.join(NOTES, upload.filename))  # expect: HPY607
    upload.save(os.path.join(NOTES, secure_filename(upload.filename)))
    open(os.path.join(NOTES, os.path.basename(name)))
    (Path(NOTES) / Path(name).name).read_text()
    send_from_directory(NOTES, name)
    open(os.path.join(NOTES, "readme.txt"))


@app.route("/checked/<path:name>")
def checked(name):
    path = os.path.realpath(os.path.join(NOTES, name))
    if not path.startswith(NOTES + os.sep):
        abort(404)
    open(path)
    other = (Path(NOTES) / name).resolve()
    if other.is_relative_to(NOTES):
        other.read_text()
    third = os.path.abspath(os.path.join(NOTES, name))
    if os.path.commonpath([NOTES, third]) != NOTES:
        return abort(404)
    return open(third).read()


def by_hand(path):
    return open(path)
