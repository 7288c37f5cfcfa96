"""Approving in an editor tells what the command tells of code that lies, or lay, in another file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from inside import Inside
from wire import Message, span

KIM, MIRA = "kim@example.org", "mira@example.org"
CODE = "import os\n\n\ndef stop(x):\n    os.system(x)\n"
LOOSE = "---\nstandard: Aseptic\nversion: '0.1'\n---\n"
STRICT = "---\nstandard: Aseptic\nversion: '0.1'\npolicy: {approvers: [lin@example.org]}\n---\n"
REASON = "The command is the operator's own, typed at the console of the pump."
PERMIT = f"""---
id: PER-001
title: The operator's shell
rule: INJ-003
paths: ["a.py"]
condition: The command is the operator's own.
raised: {{by: {MIRA}, on: 2026-11-01}}
expires: 2999-01-01
---
Whoever types it has the shell already.
"""


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, who: str) -> None:
    git(folder, "config", "user.email", who)
    git(folder, "config", "user.name", who)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Change")


@pytest.fixture
def wire(inside: Callable[..., Inside], tmp_path: Path) -> Inside:
    """A project into which mira moved code from one in which only lin approves, with her records; kim acts."""
    folder = tmp_path / "project"
    for path, text in (("security/standard.md", LOOSE), ("pump/security/standard.md", STRICT), ("pump/a.py", CODE)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    git(folder, "init", "-q")
    commit(folder, MIRA)
    git(folder, "mv", "pump/a.py", "a.py")
    wire = inside()
    address = wire.opened("a.py", CODE)
    (made,) = (each for each in wire.actions(address, span(4, 4, 4, 5)) if each["title"].startswith("Record a"))
    wire.result(
        "workspace/executeCommand", {"command": made["command"]["command"], "arguments": made["command"]["arguments"]}
    )
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    path = record(folder)
    path.write_text(path.read_text().replace("TODO: say why not", REASON).replace("TODO: say why", REASON))
    (folder / "security/permits").mkdir()
    (folder / "security/permits/PER-001.md").write_text(PERMIT)
    commit(folder, MIRA)
    git(folder, "config", "user.email", KIM)
    return wire


def record(folder: Path) -> Path:
    return folder / "security/deviations/DEV-0001.md"


def lenses(wire: Inside, page: Path) -> list[Message]:
    return wire.result("textDocument/codeLens", {"textDocument": {"uri": page.as_uri()}}) or []


def approved(wire: Inside, name: str = "DEV-0001") -> str:
    """Return what the editor shows when kim approves in it."""
    address = record(wire.folder).as_uri()
    given = {"command": "aseptic.approveDeviation", "arguments": [address, name]}
    wire.result("workspace/executeCommand", given)
    return wire.told("window/showMessage")[-1]["message"]


def test_that_its_code_left_a_stricter_policy_is_told_with_the_approval(wire: Inside) -> None:
    pages = {"DEV-0001": record(wire.folder), "PER-001": wire.folder / "security/permits/PER-001.md"}
    for name, page in pages.items():
        wire.open(page.as_uri(), page.read_text(), language="markdown")
        shown = [each["command"]["title"] for each in lenses(wire, page)]
        before = f"{MIRA} moved its code from pump/a.py to a.py in commit "
        assert shown[0].startswith(f"{name}: {before}"), "the lens tells it before"
        said = " ".join((wire.hover(page.as_uri(), 1, 6) or "").split())
        assert f"Before it is approved: {shown[0]}." in said, "and so does the hover"
        git(wire.folder, "config", "user.email", MIRA)
        assert not any("moved its code" in each["command"]["title"] for each in lenses(wire, page)), "who may not"
        git(wire.folder, "config", "user.email", KIM)
        told = approved(wire, name)
        assert told.startswith(f"{name} is approved by {KIM} until ")
        assert told.endswith(f"; but {shown[0].removeprefix(f'{name}: ')}")


def test_where_its_code_lies_in_another_file_the_way_is_the_commands_own(wire: Inside) -> None:
    git(wire.folder, "mv", "a.py", "b.py")
    before = record(wire.folder).read_bytes()
    called = [sys.executable, "-m", "aseptic", "deviations", "approve", "DEV-0001"]
    told = subprocess.run(called, cwd=wire.folder, capture_output=True, text=True).stderr
    assert told.endswith("propose it there: `aseptic deviations propose DEV-0001 b.py:5`\n")
    assert approved(wire) == told.removeprefix("Error: ").rstrip("\n")
    assert record(wire.folder).read_bytes() == before


def test_who_withdraws_a_permit_is_asked_before_what_becomes_of_what_stands_under_it(wire: Inside) -> None:
    page = wire.folder / "security/permits/PER-001.md"
    wire.ask(
        "workspace/executeCommand", {"command": "aseptic.withdrawDeviation", "arguments": [page.as_uri(), "PER-001"]}
    )
    asked = wire.wait(lambda each: each.get("method") == "window/showMessageRequest")
    assert asked["params"]["message"].startswith("Withdraw PER-001? No deviation stands under it then, while those ")
    wire.send({"jsonrpc": "2.0", "id": asked["id"], "result": asked["params"]["actions"][0]})
    told = wire.wait(lambda each: each.get("method") == "window/showMessage")
    assert told["params"]["message"].startswith("PER-001 is withdrawn: no deviation stands under it, while those ")
    assert "; `git restore " in told["params"]["message"]
    assert f"withdrawn: {{by: {KIM}" in page.read_text()
