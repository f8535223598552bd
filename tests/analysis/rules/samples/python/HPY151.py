import os
from os import umask

os.umask(0)  # expect: HPY151
umask(0o000)  # expect: HPY151

os.umask(0o077)
os.umask(0o022)
os.umask(before)
