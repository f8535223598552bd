import subprocess
from subprocess import run


def main(command, folder):
    subprocess.run(["sh", "-c", command])  # expect: HPY183
    subprocess.check_output(["/bin/bash", "-lc", f"ls {folder}"])  # expect: HPY183
    run(args=("cmd.exe", "/C", "dir " + folder))  # expect: HPY183
    subprocess.Popen(["powershell", "-Command", command], shell=False)  # expect: HPY183
    words = ["/usr/bin/zsh", "-c", command]
    subprocess.call(words)  # expect: HPY183

    subprocess.run(["bash", "-c", "ls | wc"])
    subprocess.run(["bash", "script.sh", folder])
    subprocess.run(["ls", "-c", folder])
    subprocess.run([command, "-c", folder])
