"""Silencing comments turned into records: the record on disk, the comment replaced, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wire import RICH, Message, Wire, codes, span

from aseptic.source.frontmatter import read_page

Start = Callable[..., Wire]
TITLE = "Turn this into a deviation record"
TIED = "Replace the comment by '# deviation: "
CODE = """\
import os
import subprocess


def stop(x):
    os.system(x)  # nosec B605 # typed at the console  # type: ignore


def go(x):
    subprocess.run(
        x,
        shell=True,
    )  # noqa: E501, S602 Only the operator can
"""
APPLYING: Message = {**RICH, "workspace": {**RICH["workspace"], "applyEdit": True}}


def turned(wire: Wire, address: str, line: int) -> Any:
    """Run the action on a comment's line, and return what the client is asked to edit, if anything."""
    (offered,) = (
        each for each in wire.actions(address, span(line, 18, line, 30)) if each["title"].startswith((TITLE, TIED))
    )
    command = offered["command"]
    return wire.result("workspace/executeCommand", {key: command[key] for key in ("command", "arguments")})


def edited(wire: Wire) -> Message:
    asked = wire.wait(lambda each: each.get("method") == "workspace/applyEdit")
    wire.send({"id": asked["id"], "result": {"applied": True}})
    (change,) = asked["params"]["edit"]["documentChanges"]
    (edit,) = change["edits"]
    return edit


def record(wire: Wire, number: int = 1) -> tuple[dict[str, Any], str]:
    path = wire.folder / "security" / "deviations" / f"DEV-000{number}.md"
    text = path.read_text(encoding="utf-8")
    page, problems = read_page(path.name, text)
    assert page and not problems
    return dict(page.fields), text


def test_a_comment_becomes_a_record_with_its_reason_and_only_it_is_replaced(inside: Start) -> None:
    wire = inside(APPLYING)
    address = wire.opened("a.py", CODE)
    assert turned(wire, address, 5)["id"] == "DEV-0001"
    fields, text = record(wire)
    assert (fields["rule"], fields["where"], fields["status"]) == ("INJ-003", "a.py::stop", "proposed")
    assert "## Justification\ntyped at the console\n" in text
    edit = edited(wire)
    assert edit["newText"] == "# type: ignore  # deviation: DEV-0001"
    found = wire.changed(address, 2, {"range": edit["range"], "text": edit["newText"]})
    assert "SUPR-001" not in [each["code"] for each in found]
    assert "DEV-0001 proposed" in str(found)


@pytest.mark.parametrize("line", [5, 12])
def test_the_record_shows_the_code_as_it_stands_after_the_comment_was_replaced(inside: Start, line: int) -> None:
    wire = inside(APPLYING)
    address = wire.opened("a.py", CODE)
    uri = turned(wire, address, line)["uri"]
    about = {"textDocument": {"uri": uri}}
    wire.open(uri, record(wire)[1], language="markdown")
    (before,) = wire.result("textDocument/codeLens", about)
    assert before["command"]["title"].startswith("code changed since raised"), "the client has not replaced it yet"
    edit = edited(wire)
    wire.changed(address, 2, {"range": edit["range"], "text": edit["newText"]})
    (lens,) = wire.result("textDocument/codeLens", about)
    assert lens["command"]["title"].startswith("code as when raised")


def test_codes_of_style_stay_and_the_words_behind_are_the_reason(inside: Start) -> None:
    wire = inside(APPLYING)
    address = wire.opened("a.py", CODE)
    assert turned(wire, address, 12)["id"] == "DEV-0001"
    fields, text = record(wire)
    assert fields["where"] == "a.py::go"
    assert "## Justification\nOnly the operator can\n" in text
    edit = edited(wire)
    assert edit["newText"] == "# noqa: E501  # deviation: DEV-0001"
    found = wire.changed(address, 2, {"range": edit["range"], "text": edit["newText"]})
    assert codes(found).count("SUPR-003") == 0


def test_a_finding_that_is_recorded_already_gets_no_second_record(inside: Start) -> None:
    wire = inside(APPLYING)
    address = wire.opened("a.py", CODE)
    (command,) = (
        each["command"]
        for each in wire.actions(address, span(5, 4, 5, 8))
        if each["title"].startswith("Record a deviation from INJ-003")
    )
    wire.result("workspace/executeCommand", {key: command[key] for key in ("command", "arguments")})
    assert turned(wire, address, 5) == {"id": "DEV-0001"}
    assert edited(wire)["newText"] == "# type: ignore  # deviation: DEV-0001"
    assert len(list((wire.folder / "security" / "deviations").iterdir())) == 1


def test_a_client_that_applies_no_edits_is_told_what_to_write(inside: Start) -> None:
    wire = inside({"textDocument": RICH["textDocument"]})
    address = wire.opened("a.py", CODE)
    turned(wire, address, 5)
    said = wire.wait(lambda each: "# deviation: DEV-0001" in str(each.get("params")))
    assert said["method"] == "window/showMessage"


@pytest.mark.parametrize(
    "line",
    ["total = sum(rows)  # nosec", "os.system(x)  # nosec B101", "os.system(x)  # pragma: allowlist secret"],
)
def test_what_silences_no_finding_is_not_turned(inside: Start, tmp_path: Path, line: str) -> None:
    wire = inside(APPLYING)
    address = wire.opened("a.py", f"import os\n\n\ndef f(x, rows):\n    {line}\n")
    assert TITLE not in str(wire.actions(address, span(4, 0, 4, 60)))


def test_hover_says_what_bandit_makes_of_it(inside: Start) -> None:
    wire = inside()
    address = wire.opened("a.py", "import os\n\n\ndef f(x):\n    os.system(x)  # nosec B605,B607\n")
    assert "bandit silences not B605" in (wire.hover(address, 4, 22) or "")


@pytest.mark.parametrize(
    "code",
    [
        "# nosemgrep: python.lang.dangerous\nos.system(x)\n",
        "os.system(x)  # NOSONAR the operator typed it\n",
        'password = "Zx9!kkq27f"  # pragma: allowlist secret\n',
    ],
)
def test_silencers_of_other_tools_are_turned_too(inside: Start, code: str) -> None:
    wire = inside(APPLYING)
    body = "".join(f"    {line}\n" for line in code.splitlines())
    address = wire.opened("a.py", f"import os\n\n\ndef f(x):\n{body}")
    line = next(at for at, text in enumerate(f"import os\n\n\ndef f(x):\n{body}".split("\n")) if "#" in text)
    start_of = f"import os\n\n\ndef f(x):\n{body}".split("\n")[line].index("#")
    offered = wire.actions(address, span(line, start_of, line, start_of + 3))
    assert [each for each in offered if each["title"].startswith(TITLE)], offered


def test_a_reason_given_for_several_keeps_what_each_comment_says(inside: Start) -> None:
    wire = inside(APPLYING)
    address = wire.opened("tests/test_a.py", CODE)
    (offered,) = (each for each in wire.actions(address, span(5, 18, 5, 30)) if each["title"].startswith((TITLE, TIED)))
    arguments = [*offered["command"]["arguments"], {"reason": "The pump's console is locked away."}]
    wire.result("workspace/executeCommand", {"command": offered["command"]["command"], "arguments": arguments})
    fields, text = record(wire)
    assert "## Justification\nThe pump's console is locked away.\n\nThe comment said: typed at the console\n" in text
    assert fields["kind"] == "test_only", "only tests run what lies in tests"


def test_where_a_record_cannot_be_written_it_is_said_what_stands(inside: Start) -> None:
    wire = inside(APPLYING)
    address = wire.opened("a.py", CODE)
    (wire.folder / "security").mkdir(exist_ok=True)
    (wire.folder / "security" / "deviations").write_text("a file where a folder should be")
    assert turned(wire, address, 5) is None
    said = wire.wait(lambda each: "the comment stays" in str(each.get("params")))["params"]["message"]
    assert said.startswith(
        "Nothing is recorded, and the comment stays: the record for INJ-003 could not be written in "
    )
    assert not wire.told("workspace/applyEdit")


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("subprocess.run(['/bin/ls'], timeout=3, check=True)  # nosec B602", ""),
        ("subprocess.run(['/bin/ls'], timeout=3, check=True)  # noqa: E501, S602", "# noqa: E501"),
        ("subprocess.run(['/bin/ls'], timeout=3, check=True)  # nosec B602  # type: ignore", "# type: ignore"),
        ("subprocess.run(['/bin/ls'], timeout=3, check=True)  # nosec", None),
        ("subprocess.run(x, shell=True, timeout=3, check=True)  # nosec B602", None),
        ("subprocess.run(x, timeout=3, check=True)  # NOSONAR", None),
    ],
)
def test_a_silencer_of_what_was_mended_can_be_removed(inside: Start, line: str, left: str | None) -> None:
    wire = inside(APPLYING)
    address = wire.opened("a.py", f"import subprocess\n\n\ndef f(x):\n    {line}\n")
    at = 4 + line.index("#") + 2
    offered = [each for each in wire.actions(address, span(4, at, 4, at + 1)) if "silences nothing" in each["title"]]
    assert len(offered) == (left is not None)
    for each in offered:
        (change,) = each["edit"]["documentChanges"]
        (edit,) = change["edits"]
        start, end = (edit["range"][key]["character"] for key in ("start", "end"))
        text = f"    {line}"
        code = line.partition("  #")[0]
        assert f"{text[:start]}{edit['newText']}{text[end:]}" == f"    {code}" + (f"  {left}" if left else "")
