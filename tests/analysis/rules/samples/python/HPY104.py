import asyncio
from asyncio import create_subprocess_shell as shell


async def main(command, loop):
    await asyncio.create_subprocess_shell(command)  # expect: HPY104
    await shell("ls " + folder, stdout=asyncio.subprocess.PIPE)  # expect: HPY104
    await asyncio.create_subprocess_shell(cmd=f"ls {folder}")  # expect: HPY104
    await loop.subprocess_shell(Protocol, command)  # expect: HPY104

    await asyncio.create_subprocess_shell("ls | wc")
    await asyncio.create_subprocess_shell(cmd="ls | wc")
    await loop.subprocess_shell(Protocol, "ls | wc")
    await asyncio.create_subprocess_exec("ls", folder)
    await loop.subprocess_exec(Protocol, "ls", folder)
