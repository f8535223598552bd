import zipfile
from zipfile import ZipFile

zipfile.ZipFile(upload).extractall(folder)  # expect: HPY153
with ZipFile(upload) as archive:
    archive.extractall()  # expect: HPY153
    archive.extract("one.txt")
    archive.namelist()

other.extractall(folder)
