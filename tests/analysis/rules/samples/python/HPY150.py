import os
from pathlib import Path

Path(target).chmod(0o777)  # expect: HPY150
path.chmod(mode=0o666)  # expect: HPY150
os.chmod(target, mode=0o777)  # expect: HPY150
everyone = 0o777
path.chmod(everyone)  # expect: HPY150

path.chmod(0o700)
path.chmod(0o755)
path.chmod(mode)
path.chmod(path.stat().st_mode | stat.S_IXUSR)
os.chmod(target, mode=0o600)
os.chmod(target, 0o777)
