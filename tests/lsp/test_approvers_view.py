"""The approver's view: lenses above code and record, and the hover with code then and now, neighbours, what it rests on."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from wire import RICH, Message, Wire, edit, span

from aseptic.records.deviation import read_deviation

Start = Callable[..., Wire]
TEXT = """\
import hashlib

SALT = b"a"


def digest(x):
    return hashlib.md5(SALT + x)


def other(x):
    return hashlib.sha1(x)
"""
REFRESHING: Message = {**RICH, "workspace": {**RICH["workspace"], "codeLens": {"refreshSupport": True}}}


def recorded(wire: Wire, address: str, line: int) -> str:
    """Record the finding on a line; return the text of its record."""
    (command,) = (
        each["command"]
        for each in wire.actions(address, span(line, 11, line, 22))
        if each["title"].startswith("Record a deviation")
    )
    done = wire.result("workspace/executeCommand", {key: command[key] for key in ("command", "arguments")})
    return (wire.folder / "security" / "deviations" / f"{done['id']}.md").read_text(encoding="utf-8")


def lenses(wire: Wire, address: str) -> list[tuple[int, str]]:
    found: list[Message] = wire.result("textDocument/codeLens", {"textDocument": {"uri": address}}) or []
    return [(each["range"]["start"]["line"], each["command"]["title"]) for each in found]


@pytest.fixture
def wire(inside: Start) -> Wire:
    wire = inside(REFRESHING)
    wire.opened("a.py", TEXT)
    return wire


def test_a_lens_stands_above_a_deviated_statement_and_leads_to_its_record(wire: Wire) -> None:
    address = (wire.folder / "a.py").as_uri()
    assert lenses(wire, address) == []
    recorded(wire, address, 6)
    wire.wait(lambda each: each.get("method") == "workspace/codeLens/refresh")
    ((line, title),) = lenses(wire, address)
    assert line == 6
    assert title == "DEV-0001 covers nothing before its reasons are written"
    (lens,) = wire.result("textDocument/codeLens", {"textDocument": {"uri": address}})
    given = {key: lens["command"][key] for key in ("command", "arguments")}
    assert wire.result("workspace/executeCommand", given) is None
    shown = wire.wait(
        lambda each: each.get("method") == "window/showDocument" and not each["params"]["selection"]["start"]["line"]
    )
    assert shown["params"]["uri"].endswith("DEV-0001.md")


@pytest.mark.parametrize("arguments", [[], [1], ["file:///etc/passwd", 0], ["file:///etc/passwd"], [None, {}]], ids=str)
def test_only_what_lies_in_a_project_is_shown(wire: Wire, arguments: list[object]) -> None:
    given = {"command": "aseptic.openRecord", "arguments": arguments}
    assert wire.result("workspace/executeCommand", given) is None
    assert wire.alive()
    assert not wire.told("window/showDocument")


def test_lenses_can_be_turned_off(wire: Wire) -> None:
    address = (wire.folder / "a.py").as_uri()
    recorded(wire, address, 6)
    wire.tell("workspace/didChangeConfiguration", {"settings": {"aseptic": {"lenses": False}}})
    assert lenses(wire, address) == []


def test_hover_and_lens_on_a_proposed_record_tell_what_its_approver_has_to_see(wire: Wire) -> None:
    address = (wire.folder / "a.py").as_uri()
    text = recorded(wire, address, 6)
    recorded(wire, address, 10)
    measure = "measures: [{what: the cache is local, verified_by: tests/test_cache.py}]\n"
    record = wire.write("security/deviations/DEV-0001.md", text.replace("premises:", f"{measure}premises:"))
    wire.open(record, text, language="markdown")
    ((line, title),) = lenses(wire, record)
    assert line == 0
    assert title == ("code as when raised · 1 other deviation from CRY-001 · 1 premise · 1 measure, 1 changed or gone")
    said = wire.hover(record, 1, 6) or ""
    for words in (
        "**DEV-0001** accepted risk",
        "**CRY-001 ",
        "The code at a.py::digest, line 7, as when raised:",
        "return hashlib.md5(SALT + x)",
        "Other deviations from CRY-001:\n\n- DEV-0002 proposed",
        "`a.py::SALT` (pinned with the approval)",
        "the cache is local: `tests/test_cache.py` (gone)",
    ):
        assert words in said, said
    status = next(at for at, each in enumerate(text.split("\n")) if each.startswith("status:"))
    assert wire.hover(record, status, 3) == said
    owner = next(at for at, each in enumerate(text.split("\n")) if each.startswith("raised:"))
    assert wire.hover(record, owner, 0) == said
    reasons = text.split("\n").index("## Justification")
    assert wire.hover(record, reasons, 3) is None

    wire.changed(address, 2, edit(6, 30, "x + b'1'", 31))
    said = wire.hover(record, 1, 6) or ""
    assert "```diff\n-    return hashlib.md5(SALT + x)\n+    return hashlib.md5(SALT + x + b'1')" in said, said
    assert "no longer covers" in said
    assert lenses(wire, record)[0][1].startswith("code changed since raised")


def test_an_id_in_a_comment_tells_its_record(wire: Wire) -> None:
    address = (wire.folder / "a.py").as_uri()
    recorded(wire, address, 6)
    wire.changed(address, 2, edit(5, 0, "# deviation: DEV-0001, DEV-0009\n"))
    assert "**DEV-0001**" in (wire.hover(address, 5, 16) or "")
    assert wire.hover(address, 5, 28) is None


def git(wire: Wire, *words: str, who: str = "mira@example.org") -> None:
    named = ("-c", f"user.email={who}", "-c", f"user.name={who}")
    subprocess.run(["git", *named, *words], cwd=wire.folder, check=True, capture_output=True)


def approval(text: str) -> str:
    """A record's text with its reasons, approved by kim."""
    text = text.replace("TODO: say why not", f"{REASON} So no other.").replace("TODO: say why", REASON)
    found, problems = read_deviation("security/deviations/DEV-0001.md", text)
    assert found is not None and not problems
    given = f"approved: {{by: kim@example.org, on: {found.raised.on}, of: {found.digest}}}\nexpires:"
    return text.replace("status: proposed", "status: approved").replace("expires:", given, 1)


REASON = "The digest only names a cache entry, and nothing depends on it."


def rejected(wire: Wire, text: str) -> None:
    """Have an approved record approved, then rejected in a commit, and approved again by nothing but its text."""
    record = "security/deviations/DEV-0001.md"
    wire.write(record, text)
    git(wire, "add", ".")
    git(wire, "commit", "-qm", "Approve", who="kim@example.org")
    wire.write(record, text.replace("status: approved", "status: rejected"))
    git(wire, "commit", "-qam", "Reject", who="kim@example.org")
    wire.write(record, text)


def test_a_lens_tells_of_an_approval_that_git_does_not_let_count(wire: Wire) -> None:
    address = (wire.folder / "a.py").as_uri()
    git(wire, "init", "-q")
    text = approval(recorded(wire, address, 6))
    wire.write("security/deviations/DEV-0001.md", text)
    assert [title.partition(" until")[0] for _, title in lenses(wire, address)] == ["DEV-0001 approved"]
    rejected(wire, text)
    ((_, title),) = lenses(wire, address)
    assert title.startswith("DEV-0001 is approved, but it was rejected in commit"), title
    assert title.endswith(": it counts as proposed")


def test_so_do_the_finding_its_hover_and_the_list(wire: Wire) -> None:
    address = (wire.folder / "a.py").as_uri()
    git(wire, "init", "-q")
    rejected(wire, approval(recorded(wire, address, 6)))
    wire.save(address)
    why = "DEV-0001 is approved, but it was rejected in commit"

    def told(params: Message) -> bool:
        return any(why in each["message"] for each in params["diagnostics"])

    shown = wire.shown(address, 1, told)["diagnostics"]
    (found,) = (each for each in shown if why in each["message"])
    assert found["severity"] < 4
    assert "(DEV-0001 approved" not in found["message"]
    assert why in " ".join((wire.hover(address, 6, 12) or "").split())
    (listed,) = wire.result("aseptic/deviations", {"uri": address})["deviations"]
    assert (listed["state"], listed["doubted"]) == ("proposed", True)
    git(wire, "commit", "-qam", "Put it back")
    assert any(each["title"].startswith("Propose DEV-0001 again") for each in wire.actions(address, span(6, 11, 6, 22)))


def test_a_git_that_takes_long_holds_up_whoever_asks_about_approvals_alone(
    start: Start, held_git: tuple[Path, dict[str, str]]
) -> None:
    hold, env = held_git
    wire = start(REFRESHING, env=env)
    address = wire.opened("a.py", TEXT)
    git(wire, "init", "-q")
    text = approval(recorded(wire, address, 6))
    rejected(wire, text)
    hold.touch()
    wire.save(address)
    document = {"textDocument": {"uri": address}}
    given_up, waiting = wire.ask("textDocument/codeLens", document), wire.ask("textDocument/codeLens", document)
    menu = wire.ask(
        "textDocument/codeAction", {**document, "range": span(6, 11, 6, 22), "context": {"diagnostics": []}}
    )
    hover = wire.ask("textDocument/hover", {**document, "position": {"line": 6, "character": 12}})
    assert "CRY-001" in (wire.hover(address, 10, 12) or "")
    wire.changed(address, 2, edit(0, 0, "# typed on\n"))
    wire.tell("$/cancelRequest", {"id": given_up})
    assert wire.answer(given_up)["error"]["code"] == -32800
    assert not [each for each in wire.messages if each.get("id") in (waiting, menu, hover) and "method" not in each]
    hold.unlink()
    (lens,) = wire.answer(waiting)["result"]
    assert "it was rejected in commit" in lens["command"]["title"]
    assert lens["range"]["start"]["line"] == 7
    assert wire.answer(menu)["error"]["code"] == -32801, "the document was edited meanwhile"
    assert "result" in wire.answer(hover)


def test_what_is_doubtful_is_proposed_again_on_its_record(wire: Wire) -> None:
    address = (wire.folder / "a.py").as_uri()
    text = approval(recorded(wire, address, 6))
    measure = "measures: [{what: the cache is local, verified_by: tests/test_cache.py}]\n"
    doubtful = text.replace("premises:", f"{measure}premises:")
    record = wire.write("security/deviations/DEV-0001.md", text)
    wire.open(record, text, language="markdown")
    title = "Propose DEV-0001 again, for the code as it is now"
    assert title not in [each["title"] for each in wire.actions(record, span(0, 0, 0, 0))]
    wire.write("security/deviations/DEV-0001.md", doubtful)
    (chosen,) = (each for each in wire.actions(record, span(0, 0, 0, 0)) if each["title"] == title)
    command = {key: chosen["command"][key] for key in ("command", "arguments")}
    assert wire.result("workspace/executeCommand", command)["id"] == "DEV-0001"
    assert "proposed again by" in (wire.folder / "security/deviations/DEV-0001.md").read_text(encoding="utf-8")
