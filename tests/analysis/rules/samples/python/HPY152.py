import shutil
import tarfile

shutil.unpack_archive(upload, folder)  # expect: HPY152
shutil.unpack_archive(upload, folder, "gztar")  # expect: HPY152
with tarfile.open(upload) as archive:
    archive.extract(member, folder)  # expect: HPY152
    archive.extract(member, folder, filter="data")

shutil.unpack_archive(upload, folder, filter="data")
shutil.unpack_archive(upload, folder, "zip")
shutil.unpack_archive(upload, folder, format="zip")
shutil.unpack_archive(upload, **options)
tree.extract()
