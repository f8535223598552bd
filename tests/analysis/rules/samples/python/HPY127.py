import asyncssh
import pysftp


async def connect(host):
    await asyncssh.connect(host, known_hosts=None)  # expect: HPY127
    await asyncssh.connect(host)
    await asyncssh.connect(host, known_hosts="known_hosts")


options = pysftp.CnOpts()
options.hostkeys = None  # expect: HPY127
options.hostkeys = keys
hostkeys = None
