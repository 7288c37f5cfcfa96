"""Makes docs/neovim.svg: real Neovim with the plugin on a small module, as a terminal shows it.

    .venv/bin/python docs/picture.py

It needs tmux, and nvim beside this Python or on PATH. The module and its `security/` stand below; they are written to a
folder that is gone afterwards. Look at the result: nothing here says whether it is pretty.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

HERE = Path(__file__).resolve().parent
PLUGIN = HERE.parent / "editors" / "neovim"
COLUMNS, ROWS = 124, 31
SOCKET = f"aseptic-picture-{os.getpid()}"
SECONDS = 20

PROJECT = {
    "src/infusion/gateway.py": '''\
"""Brings orders from the ward to the pumps."""

import tarfile
from hashlib import md5

import requests


def orders(ward: str) -> list[dict]:
    answer = requests.get(ward)
    return answer.json()


def rate(formula: str) -> float:
    return eval(formula)


def update(package: str) -> None:
    tar = tarfile.open(package)
    tar.extractall()


def label(order: bytes) -> str:
    seal = md5(order)
    return seal.hexdigest()
''',
    "security/standard.md": "---\nstandard: Infusion gateway\nversion: 1.0.0\n---\n",
    "security/requirements/SEC-007.md": """\
---
id: SEC-007
title: Orders cannot harm the gateway
capability: SAHD
status: approved
rules: [INJ-001]
---
The gateway shall treat everything that an order holds as data.
""",
}
INIT = """\
vim.opt.runtimepath:prepend(vim.env.PLUGIN)
vim.o.termguicolors = true
vim.o.number = true
vim.o.signcolumn = 'yes'
vim.o.swapfile = false
vim.o.ruler = false
vim.o.showcmd = false
vim.o.statusline = " %f%m%=%{v:lua.require'aseptic'.status()} "
require('aseptic').setup({ typing = true })
"""
THEME = TerminalTheme((20, 22, 27), (224, 226, 234), [(20, 22, 27)] * 8, [(224, 226, 234)] * 8)
FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"


def tmux(*words: str) -> str:
    """Run a tmux command on a server of our own; return what it prints."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # where `aseptic` is
    done = subprocess.run(
        ["tmux", "-L", SOCKET, *words],
        env=os.environ | {"PATH": path},
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=20,
    )
    return done.stdout


def nvim() -> str:
    """Return the editor beside this Python, else the one on PATH."""
    beside = Path(sys.executable).with_name("nvim")
    found = str(beside) if beside.is_file() else shutil.which("nvim")
    return found or sys.exit("no nvim: pip install 'aseptic[test]'")


@contextlib.contextmanager
def project() -> Iterator[Path]:
    """Give the sample project, under git."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in PROJECT.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (root / "init.lua").write_text(INIT, encoding="utf-8")
        for words in (["init", "-q"], ["config", "user.email", "mira@example.org"]):
            subprocess.run(["git", *words], cwd=root, check=True, timeout=20)
        yield root


@contextlib.contextmanager
def terminal(root: Path) -> Iterator[None]:
    """Run the editor in a terminal."""
    tmux(
        *("-f", os.devnull, "new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS), "-c", str(root)),
        *("-e", f"PLUGIN={PLUGIN}", "-e", "COLORTERM=truecolor", "-e", f"HOME={root}"),
        *(nvim(), "--clean", "-u", "init.lua", "src/infusion/gateway.py"),
    )
    try:
        tmux("set-option", "-g", "status", "off")
        yield
    finally:
        tmux("kill-server")


def wait(seen: Callable[[str], bool]) -> None:
    """Wait until the screen is as wanted."""
    until = time.monotonic() + SECONDS
    while not seen(tmux("capture-pane", "-p")):
        if time.monotonic() > until:
            sys.exit(f"waited in vain; the screen:\n{tmux('capture-pane', '-p')}")
        time.sleep(0.1)
    time.sleep(0.5)  # and until it is drawn in full


def press(*keys: str) -> None:
    """Press keys; names as tmux has them."""
    tmux("send-keys", *keys)


def screen() -> str:
    """Work as a person would, and return the screen with its colours."""
    with project() as root, terminal(root):
        wait(lambda shown: "CRY-001" in shown)
        press("/tar.extract", "Enter", "gra")
        wait(lambda shown: "Record a deviation" in shown)
        press("2", "Enter")  # the first is the replacement
        wait(lambda shown: "Why may it stand?" in shown)
        press("2", "Enter")  # mitigated
        wait(lambda shown: "Reason" in shown)
        press("The package is signed by the maker, and its seal is checked before it is opened.", "Enter")
        wait(lambda shown: "Justification" in shown)
        press("/^TODO", "Enter", "CThe maker's packages hold device nodes, which the filter refuses.", "Escape")
        press(":w", "Enter")
        press(":b gateway.py", "Enter")
        wait(lambda shown: "DEV-0001 proposed" in shown)
        press(":nohlsearch", "Enter", "/requests.get", "Enter", ":nohlsearch", "Enter", ":echo ''", "Enter", "gra")
        wait(lambda shown: "Record a deviation" in shown)
        return tmux("capture-pane", "-e", "-p")


def drawing(ansi: str) -> str:
    """Return a screen as SVG that fetches nothing: no font from elsewhere."""
    plain = re.sub(r"\x1b\[58[:;][\d:;]*m", "", ansi)  # rich knows one kind of underline, without a colour of its own,
    plain = re.sub(r"4:[1-5]", "4", plain)  # and takes the colour's 2 for dim
    console = Console(record=True, width=COLUMNS, file=Path(os.devnull).open("w"), force_terminal=True)  # noqa: SIM115
    for line in plain.splitlines():
        console.print(Text.from_ansi(line, no_wrap=True, overflow="crop", end=""), crop=True)
    svg = console.export_svg(title="src/infusion/gateway.py", theme=THEME)
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!-- Generated with Rich.*?-->\s*", "", svg)
    svg = re.sub(r"font-family: [^;]*;", f"font-family: {FONTS};", svg)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


def main() -> None:
    """Write the picture."""
    target = HERE / "neovim.svg"
    target.write_text(drawing(screen()), encoding="utf-8")
    sys.stdout.write(f"{target.name} written; look at it\n")


if __name__ == "__main__":
    main()
