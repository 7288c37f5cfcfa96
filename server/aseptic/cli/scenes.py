"""The scenes of `aseptic demo`: a sample project laid out, and what the real server says while one types into it."""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from aseptic.analysis.projects.day import utc_today
from aseptic.cli.loading import standard_or_exit
from aseptic.cli.sample import FILES, JUSTIFICATION, MODULE, TYPED
from aseptic.cli.stage import Stage
from aseptic.lsp.client import Client, Diagnostic, edits_of
from aseptic.records.samples import samples

_ATTACH = """\
Attach your own editor (all but VS Code need aseptic on PATH; in a checkout  pipx install .  puts it there):
  VS Code: make vsix, then install the .vsix in editors/vscode; the server is in it
  Neovim 0.11 or newer: put editors/neovim on 'runtimepath', then  :lua require('aseptic').setup({ typing = true })
  any other: run  aseptic server  as a language server for Python, over stdio
Start a project:  aseptic init   and check it:  aseptic check"""


def play() -> None:
    """Show them all; a server that does not answer ends the command with status 2."""
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="aseptic-demo-") as folder:
        root = Path(folder).resolve() / "pump"
        _lay_out(root)
        try:
            asyncio.run(_show(root, Stage(console)))
        except (TimeoutError, OSError) as error:
            console.print(f"The server did not answer: {error or 'it took too long'}", style="red")
            sys.exit(2)
    console.print()
    console.print(_ATTACH)


_OWN = {
    "samples/SEC-001.md": "requirements/SEC-001.md",
    "samples/IF-001.md": "interfaces/IF-001.md",
    "samples/AST-001.md": "assets/AST-001.md",
    "samples/THR-001.md": "threats/THR-001.md",
}
"""The samples that are this product's own records, and where those stand."""


def _lay_out(root: Path) -> None:
    records = {_OWN.get(name, name): text for name, text in samples(standard_or_exit().head, utc_today()).items()}
    for name, text in (*FILES.items(), *((f"security/{name}", text) for name, text in records.items())):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


async def _show(root: Path, stage: Stage) -> None:
    client = Client()
    await client.start(root)
    address = await client.open(root / MODULE)
    stage.scene(f"Open {MODULE}: what breaches the standard is underlined")
    text = client.text(address)
    stage.code(text, client.diagnostics[address].diagnostics, 17, len(text.splitlines()))
    await _type(client, address, stage)
    await _read(client, address, stage)
    await _replace(client, address, stage)
    await _record(client, address, root, stage)
    await client.end()


async def _type(client: Client, address: str, stage: Stage) -> None:
    stage.scene("Type a method: the finding comes with the keystroke that makes it")
    line, column, waits = len(client.text(address).splitlines()), 0, list[float]()
    first = line
    for letter in TYPED:
        before = time.perf_counter()
        await client.type(address, line, column, letter)
        waits.append(time.perf_counter() - before)
        line, column = (line + 1, 0) if letter == "\n" else (line, column + 1)
    stage.code(client.text(address), client.diagnostics[address].diagnostics, first + 1, line)
    middle = statistics.median(waits) * 1000
    stage.say(f"{len(waits)} keystrokes, each answered with the diagnostics of its version; median {middle:.1f} ms.")


async def _read(client: Client, address: str, stage: Stage) -> None:
    stage.scene("Hover: the rule, why it stands, and what to write instead")
    said = _of(client, address, "INJ-003")
    place = said.range.start
    stage.markdown(await client.hover(address, place.line, place.character))


async def _replace(client: Client, address: str, stage: Stage) -> None:
    stage.scene("Replace: each offer was tried before it is made")
    actions = await client.actions(address, _of(client, address, "INJ-003"))
    stage.menu(actions)
    before = client.text(address)
    for rule in ("INJ-003", "DES-005"):
        offer = next(each for each in await client.actions(address, _of(client, address, rule)) if each.edit)
        if offer.edit is not None:
            await client.apply(address, edits_of(offer.edit, address))
    stage.difference(before, client.text(address))


async def _record(client: Client, address: str, root: Path, stage: Stage) -> None:
    stage.scene("Record: an exception has an owner, a reason and an end")
    actions = await client.actions(address, _of(client, address, "CRY-001"))
    stage.menu(actions)
    wanted = next(each for each in actions if each.command)
    if wanted.command is None:
        return
    done = await client.run(wanted.command)
    path = root / "security" / "deviations" / f"{done['id']}.md"
    stage.say("The record is complete on disk; you write its reason:")
    text = path.read_text(encoding="utf-8")
    path.write_text(_justified(text), encoding="utf-8")
    stage.record(str(path.relative_to(root)), path.read_text(encoding="utf-8"))
    client.saved(path)
    await client.settled(address, lambda said: any("proposed" in each.message for each in said))
    line = _of(client, address, "CRY-001").range.start.line
    stage.code(client.text(address), client.diagnostics[address].diagnostics, line - 1, line)
    stage.say("Until somebody approves it, the finding stays in sight and the gate stays shut.")


def _justified(text: str) -> str:
    lines = text.splitlines(keepends=True)
    reasons = iter((JUSTIFICATION, "The label has room for 32 characters; SHA-256 does not fit."))
    return "".join(f"{next(reasons)}\n" if line.startswith("TODO") else line for line in lines)


def _of(client: Client, address: str, rule: str) -> Diagnostic:
    return next(each for each in client.diagnostics[address].diagnostics if each.code == rule)
