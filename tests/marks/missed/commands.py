"""Commands that are put together."""

import asyncio
import os
import subprocess


def start(name):
    os.system("reset " + name)  # finding: INJ-003
    os.system(f"reset {name}")  # finding: INJ-003
    os.popen("reset %s" % name)  # finding: INJ-003
    os.spawnlp(os.P_WAIT, "/bin/sh", "sh", "-c", "reset " + name)  # finding: INJ-005
    os.spawnvp(os.P_WAIT, name, [name])  # finding: INJ-008
    os.spawnv(os.P_WAIT, "/usr/bin/reset", ["reset", name])
    os.execl("/bin/sh", "sh", "-c", "reset " + name)  # finding: INJ-005
    subprocess.run(["/bin/sh", "-c", "reset " + name], check=True, timeout=5)  # finding: INJ-005
    subprocess.run(["bash", "-c", f"reset {name}"], check=True, timeout=5)  # finding: INJ-005
    subprocess.run(["/bin/sh", "-c", "reset all"], check=True, timeout=5)
    subprocess.run(["/usr/bin/reset", name], check=True, timeout=5)
    subprocess.run("reset " + name, shell=True, check=True, timeout=5)  # finding: INJ-003


async def start_later(name):
    await asyncio.create_subprocess_shell("reset " + name)  # finding: INJ-004
    await asyncio.create_subprocess_shell(f"reset {name}")  # finding: INJ-004
    await asyncio.create_subprocess_exec("/usr/bin/reset", name)
    await asyncio.create_subprocess_exec("/bin/sh", "-c", "reset " + name)  # finding: INJ-004
    await asyncio.create_subprocess_exec(name)  # finding: INJ-008
    loop = asyncio.get_running_loop()
    await loop.subprocess_shell(asyncio.SubprocessProtocol, "reset " + name)  # finding: INJ-004
