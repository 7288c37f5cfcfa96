"""Recording a deviation: complete on disk at once, shown at its justification, and never over another."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from wire import PUBLISHED, RICH, SERVER, Message, Wire, codes, edit

from aseptic.records.permit import read_permit
from aseptic.source.frontmatter import read_page

Start = Callable[..., Wire]
TEXT = "import hashlib\n\n\ndef digest(x):\n    return hashlib.md5(x)\n\n\ndef other(x):\n    return hashlib.sha1(x)\n"
COMMAND = "workspace/executeCommand"
RECORD = "aseptic.recordDeviation"


def offer(wire: Wire, address: str, number: int = 0) -> Message:
    """Return the command that records the `number`th finding, as the document's newest version offers it."""
    newest = [each for each in wire.told(PUBLISHED) if each["uri"] == address][-1]
    found = newest["diagnostics"][number]
    offered = wire.actions(address, found["range"], [found])
    return next(each["command"] for each in offered if "command" in each)


def run(wire: Wire, command: Message) -> Message:
    return wire.call(COMMAND, {"command": command["command"], "arguments": command["arguments"]})


def answer_shown(wire: Wire, success: bool = True) -> Message:
    """Wait until the client is asked to show something, and answer."""
    asked = wire.wait(lambda each: each.get("method") == "window/showDocument")
    wire.send({"id": asked["id"], "result": {"success": success}})
    return asked["params"]


def test_the_record_is_complete_on_disk_when_the_command_is_answered(start: Start) -> None:
    wire = start()
    address = wire.opened("a.py", TEXT)
    done = run(wire, offer(wire, address))
    path = wire.folder / "security" / "deviations" / "DEV-0001.md"
    text = path.read_text(encoding="utf-8")
    page, problems = read_page(path.name, text)
    assert not problems
    assert page is not None
    assert done["result"] == {"id": "DEV-0001", "uri": path.resolve().as_uri()}
    assert page.fields["rule"] == "CRY-001"
    assert page.fields["where"] == "a.py::digest"
    assert page.fields["status"] == "proposed"
    assert "return hashlib.md5(x)" in text
    shown = answer_shown(wire)
    assert shown["uri"] == path.resolve().as_uri()
    at = shown["selection"]["start"]["line"]
    assert text.split("\n")[at - 1] == "## Justification"
    assert text.split("\n")[at].startswith("TODO")
    assert [each.name for each in path.parent.iterdir()] == ["DEV-0001.md"]


@pytest.mark.parametrize(("policy", "days"), [("", 365), ("policy: {expires_days: 90}\n", 90)], ids=["unsaid", "said"])
def test_it_expires_by_the_projects_policy(start: Start, policy: str, days: int) -> None:
    wire = start()
    wire.write("security/standard.md", f"---\nstandard: Aseptic\nversion: '0.1'\n{policy}---\nText.\n")
    address = wire.opened("a.py", TEXT)
    assert run(wire, offer(wire, address))["result"]["id"] == "DEV-0001"
    page, _ = read_page("", (wire.folder / "security" / "deviations" / "DEV-0001.md").read_text(encoding="utf-8"))
    assert page is not None
    raised, expires = page.fields["raised"]["on"], page.fields["expires"]
    assert expires - raised == datetime.timedelta(days=days)


def test_the_finding_then_tells_of_its_deviation_and_weighs_less_when_its_reasons_are_written(start: Start) -> None:
    wire = start()
    address = wire.opened("a.py", TEXT)
    run(wire, offer(wire, address))

    def told(words: str) -> Message:
        return wire.shown(address, 1, lambda said: any(words in each["message"] for each in said["diagnostics"]))

    first, second = told("DEV-0001 covers nothing before its reasons are written")["diagnostics"]
    assert (first["severity"], first["code"]) == (1, "CRY-001")
    path = wire.folder / "security" / "deviations" / "DEV-0001.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\nTODO: say why", "\nThe name is a constant. Why"), encoding="utf-8")
    wire.save(address)
    first, second = told("(DEV-0001 proposed")["diagnostics"]
    assert (first["severity"], first["code"]) == (3, "CRY-001")
    assert second["severity"] == 1
    assert "DEV-" not in second["message"]
    (related,) = first["relatedInformation"]
    assert related["location"]["uri"].endswith("security/deviations/DEV-0001.md")
    offered = wire.actions(address, first["range"], [first])
    assert not [each for each in offered if each.get("command", {}).get("command") == RECORD], "it is recorded already"
    said = wire.hover(address, 4, 14) or ""
    assert "DEV-0001" in said


def test_two_in_a_row_take_two_ids_and_an_existing_one_is_left_alone(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "project" / "security" / "deviations"
    folder.mkdir(parents=True)
    (folder / "DEV-0001.md").write_bytes(b"somebody's own\n")
    (folder / "DEV-0003.md").write_bytes(b"\xff broken \x00")
    wire = start()
    address = wire.opened("a.py", TEXT)
    first, second = offer(wire, address, 0), offer(wire, address, 1)
    identities = [run(wire, each)["result"]["id"] for each in (first, second)]
    assert identities == ["DEV-0004", "DEV-0005"]
    assert (folder / "DEV-0001.md").read_bytes() == b"somebody's own\n"
    assert (folder / "DEV-0003.md").read_bytes() == b"\xff broken \x00"
    assert sorted(each.name for each in folder.iterdir()) == [f"DEV-000{number}.md" for number in (1, 3, 4, 5)]
    assert "other" in (folder / "DEV-0005.md").read_text(encoding="utf-8")


def test_the_same_finding_twice_in_one_batch_makes_no_half_record(start: Start) -> None:
    wire = start()
    address = wire.opened("a.py", TEXT)
    command = offer(wire, address)
    ids = [wire.ask(COMMAND, {"command": RECORD, "arguments": command["arguments"]}) for _ in range(3)]
    for each in ids:
        assert "error" not in wire.answer(each)
    for path in (wire.folder / "security" / "deviations").iterdir():
        page, problems = read_page(path.name, path.read_text(encoding="utf-8"))
        assert page
        assert not problems


def test_a_record_made_by_somebody_else_meanwhile_stays(start: Start) -> None:
    wire = start()
    address = wire.opened("a.py", TEXT)
    command = offer(wire, address)
    other = wire.folder / "security" / "deviations" / "DEV-0001.md"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"theirs")
    assert run(wire, command)["result"]["id"] == "DEV-0002"
    assert other.read_bytes() == b"theirs"


@pytest.mark.parametrize("window", [{}, {"showDocument": {"support": False}}], ids=str)
def test_a_client_that_cannot_show_is_told_the_path(start: Start, window: Any) -> None:
    wire = start({**RICH, "window": window})
    address = wire.opened("a.py", TEXT)
    assert run(wire, offer(wire, address))["result"]["id"] == "DEV-0001"
    said = wire.wait(lambda each: each.get("method") == "window/showMessage")["params"]
    path = wire.folder / "security" / "deviations" / "DEV-0001.md"
    assert str(path) in said["message"]
    assert said["type"] == 3
    assert "\n" not in said["message"]
    assert wire.alive()
    assert not wire.told("window/showDocument")


@pytest.mark.parametrize("reply", [{"result": {"success": False}}, {"error": {"code": -1, "message": "no"}}, None])
def test_a_client_that_fails_to_show_changes_nothing(start: Start, reply: Any) -> None:
    wire = start()
    address = wire.opened("a.py", TEXT)
    assert run(wire, offer(wire, address))["result"]["id"] == "DEV-0001"
    asked = wire.wait(lambda each: each.get("method") == "window/showDocument")
    if reply:
        wire.send({"id": asked["id"], **reply})
    assert wire.alive()
    assert (wire.folder / "security" / "deviations" / "DEV-0001.md").is_file()


def test_a_finding_that_is_gone_is_said_and_nothing_written(start: Start) -> None:
    wire = start()
    address = wire.opened("a.py", TEXT)
    command = offer(wire, address)
    wire.changed(address, 2, edit(4, 11, "hashlib.sha256(x)  #"))
    assert run(wire, command)["result"] is None
    said = wire.wait(lambda each: each.get("method") == "window/showMessage")["params"]
    assert "gone" in said["message"]
    assert not (wire.folder / "security").exists()


def test_a_finding_in_a_closed_document_is_said(start: Start) -> None:
    wire = start()
    address = wire.opened("a.py", TEXT)
    command = offer(wire, address)
    wire.tell("textDocument/didClose", {"textDocument": {"uri": address}})
    assert run(wire, command)["result"] is None
    said = wire.wait(lambda each: each.get("method") == "window/showMessage")["params"]
    assert "a.py" in said["message"]


@pytest.mark.parametrize(
    "arguments",
    [
        None,
        [],
        [None],
        [1, 2],
        ["file:///x.py"],
        ["file:///x.py", []],
        ["", {}],
        [{}, {}, {}, {}],
        ["a.py", {"rule": 1}],
    ],
    ids=str,
)
def test_odd_arguments_are_answered(wire: Wire, arguments: Any) -> None:
    answer = wire.call(COMMAND, {"command": RECORD, **({} if arguments is None else {"arguments": arguments})})
    assert "error" in answer or answer["result"] is None
    assert wire.alive()


def test_a_key_with_odd_values_finds_nothing(wire: Wire, name: str) -> None:
    address = wire.opened(name, TEXT)
    for key in ({}, {"rule": ["CRY-001"]}, {"rule": "CRY-001", "scope": None, "statement": {}, "of": 1}):
        assert wire.result(COMMAND, {"command": RECORD, "arguments": [address, key]}) is None
    assert not (wire.folder / "security" / "deviations").exists()


def test_an_unknown_command_is_refused(wire: Wire) -> None:
    assert "error" in wire.call(COMMAND, {"command": "aseptic.unheardOf", "arguments": []})
    assert wire.alive()


def test_a_folder_that_cannot_be_made_is_said_and_the_server_goes_on(start: Start) -> None:
    wire = start()
    (wire.folder / "security").write_text("a file where a folder should be", encoding="utf-8")
    address = wire.opened("a.py", TEXT)
    assert run(wire, offer(wire, address))["result"] is None
    said = wire.wait(lambda each: each.get("method") == "window/showMessage")["params"]
    assert "could not be written" in said["message"]
    assert "\n" not in said["message"]
    assert codes(wire.changed(address, 2, edit(0, 0, "\n"))) == ["CRY-001", "CRY-001"]


def test_a_read_only_folder_is_said_and_the_server_goes_on(start: Start, tmp_path: Path) -> None:
    command: tuple[str, ...] = SERVER
    if os.geteuid() == 0:  # root writes anywhere: give that up
        tool = shutil.which("setpriv")
        if tool is None:
            pytest.skip("root writes into read-only folders, and setpriv is not here to forbid it")
        command = (tool, "--bounding-set=-dac_override,-dac_read_search", "--", *SERVER)
    folder = tmp_path / "project"
    deviations = folder / "security" / "deviations"
    deviations.mkdir(parents=True)
    deviations.chmod(0o555)
    try:
        wire = start(command=command)
        address = wire.opened("a.py", TEXT)
        assert run(wire, offer(wire, address))["result"] is None
        said = wire.wait(lambda each: each.get("method") == "window/showMessage")["params"]
        assert "could not be written" in said["message"]
        assert "ermission" in said["message"]
        assert list(deviations.iterdir()) == []
        assert wire.alive()
    finally:
        deviations.chmod(0o755)


def test_a_document_whose_name_and_code_need_quotes_is_recorded_faithfully(start: Start) -> None:
    wire = start()
    text = 'import hashlib\n\n\ndef f(x):\n    return hashlib.md5(x + "```\\n---\\n: # \' é 😀")\n'
    address = wire.opened("deep/a: #'\"b é.py", text)
    identity = run(wire, offer(wire, address))["result"]["id"]
    path = wire.folder / "security" / "deviations" / f"{identity}.md"
    page, problems = read_page(path.name, path.read_text(encoding="utf-8"))
    assert page
    assert not problems
    assert page.fields["where"] == "deep/a: #'\"b é.py::f"
    assert wire.shown(address, 1, lambda said: "covers nothing" in said["diagnostics"][0]["message"])


@pytest.mark.parametrize(
    ("code", "reason", "selected", "after"),
    [
        ("hashlib.md5(x)", "It is a label. 😀", "TODO: say why not: ", "## Code when raised"),
        ("exec(x)", "", "TODO: say why what protects", "## Code when raised"),
        ("exec(x)", "We wrote it.\nAll of it 😀 TODO", "", "## Code when raised"),
    ],
    ids=["the next prompt", "the first prompt", "the end of the reasons"],
)
def test_no_word_that_somebody_gave_is_selected(
    inside: Start, code: str, reason: str, selected: str, after: str
) -> None:
    wire = inside()
    address = wire.opened("a.py", f"import hashlib\n\n\ndef f(x):\n    return {code}\n")
    command = offer(wire, address)
    more = {"kind": "mitigated", "reason": reason}
    wire.result(COMMAND, {"command": RECORD, "arguments": [*command["arguments"], more]})
    text = (wire.folder / "security" / "deviations" / "DEV-0001.md").read_text(encoding="utf-8")
    lines = text.split("\n")
    place = answer_shown(wire)["selection"]
    start, end = place["start"], place["end"]
    line = lines[start["line"]]
    assert end == {"line": start["line"], "character": len(line.encode("utf-16-le")) // 2}
    assert lines[start["line"] + 2] == after
    if selected:
        assert start["character"] == 0
        assert line.startswith(selected)
    else:
        assert line == reason.splitlines()[-1]
        assert start == end


PERMIT = (
    "---\nid: PER-001\ntitle: Digests of labels\nrule: CRY-001\npaths: ['*.py']\ncondition: nothing trusts the digest\n"
    "raised: {by: mira@example.org, on: 2026-11-01}\nexpires: 2999-01-01\n---\n"
    "## Justification\nThe digest tells two labels apart, and nothing trusts it.\n"
)


@pytest.mark.parametrize(
    ("names", "under", "said"),
    [
        (
            ("PER-001",),
            "PER-001",
            "DEV-0001: it is to stand under PER-001; take 'permit' out of it where this is not so: ",
        ),
        (("PER-001", "PER-002"), None, "DEV-0001: several permits fit, and none is named in it: PER-001, PER-002"),
    ],
    ids=["one", "several"],
)
def test_the_only_permit_that_fits_is_named_in_the_record(
    start: Start, names: Sequence[str], under: str | None, said: str
) -> None:
    wire = start()
    for name in names:
        end = f"{datetime.date.today() + datetime.timedelta(9)}"
        text = PERMIT.replace("PER-001", name).replace("2999-01-01", end) + f"It was looked at for {name}.\n"
        permit, _ = read_permit(f"security/permits/{name}.md", text)
        assert permit is not None
        given = f"approved: {{by: kim@example.org, on: 2026-11-02, of: {permit.digest}}}"
        wire.write(f"security/permits/{name}.md", text.replace("expires:", f"{given}\nexpires:"))
    address = wire.opened("a.py", TEXT)
    run(wire, offer(wire, address))
    told = wire.wait(lambda each: each.get("method") == "window/showMessage")
    assert told["params"]["message"].startswith(said)
    page, _ = read_page("", (wire.folder / "security" / "deviations" / "DEV-0001.md").read_text(encoding="utf-8"))
    assert page is not None and page.fields.get("permit") == under
