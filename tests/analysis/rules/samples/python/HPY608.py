import os
import tarfile
import zipfile

from flask import request


def unpack(path, folder):
    archive = zipfile.ZipFile(path)
    for name in archive.namelist():
        with open(os.path.join(folder, name), "wb") as file:  # expect: HPY608
            file.write(archive.read(name))
    for name in archive.namelist():
        with open(os.path.join(folder, os.path.basename(name)), "wb") as file:
            file.write(archive.read(name))
    for info in archive.infolist():
        target = os.path.realpath(os.path.join(folder, info.filename))
        if not target.startswith(folder):
            raise ValueError("outside")
        os.makedirs(target)
    archive.extractall(folder)


def upload(folder):
    with tarfile.open(fileobj=request.files["archive"].stream) as archive:
        archive.extractall(folder)  # expect: HPY608
    with tarfile.open(fileobj=request.files["archive"].stream) as archive:
        archive.extractall(folder, filter="data")
