"""Records while they are typed: their faults as they will be when they are saved, and nothing that counts changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from wire import PUBLISHED, RICH, Message, Wire, edit, span

Start = Callable[..., Wire]
TEXT = "import hashlib\n\n\ndef digest(x):\n    return hashlib.md5(x)\n"
REASON = "The digest names a file in the cache and protects nothing."


@pytest.fixture
def wire(inside: Start) -> Wire:
    return inside(RICH)


def recorded(wire: Wire) -> tuple[str, str]:
    """Record a finding, write its reasons and open the record; return its address and text."""
    address = wire.opened("a.py", TEXT)
    (command,) = (
        each["command"]
        for each in wire.actions(address, span(4, 11, 4, 22))
        if each["title"].startswith("Record a deviation")
    )
    wire.result("workspace/executeCommand", {key: command[key] for key in ("command", "arguments")})
    record = wire.folder / "security" / "deviations" / "DEV-0001.md"
    lines = record.read_text(encoding="utf-8").split("\n")
    text = "\n".join(REASON if each.startswith("TODO") else each for each in lines)
    uri = wire.write("security/deviations/DEV-0001.md", text)
    wire.open(uri, text, language="markdown")
    wire.save(uri)
    assert wire.alive()
    return uri, text


def faults(wire: Wire, address: str) -> list[tuple[str, int]]:
    """Return the keys and lines of what was said last of a record."""
    told = [each for each in wire.told(PUBLISHED) if each["uri"] == address]
    return [(each["code"], each["range"]["start"]["line"]) for each in told[-1]["diagnostics"]] if told else []


def typed(wire: Wire, address: str, text: str, version: int) -> list[tuple[str, int]]:
    """Replace the text without saving it, and return what is said of it next."""
    since = len(wire.messages)
    whole = {"textDocument": {"uri": address, "version": version}, "contentChanges": [{"text": text}]}
    wire.tell("textDocument/didChange", whole)
    wire.wait(lambda each: each.get("method") == PUBLISHED and each["params"]["uri"] == address, since)
    return faults(wire, address)


def at(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.split("\n")) if line.startswith(start))


def of_code(wire: Wire) -> Message:
    address = (wire.folder / "a.py").as_uri()
    return [each for each in wire.told(PUBLISHED) if each["uri"] == address][-1]["diagnostics"]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("expires:", "expirs:", "expirs"),
        ("kind: accepted_risk", "kind: accepted", "kind"),
        ("rule: CRY-001", "rule: CRY-901", "rule"),
        ("id: DEV-0001", "id: DEV-0002", "id"),
        (REASON, "TODO: say why.", "Justification"),
        (REASON, "Short.", "Justification"),
        ("status: proposed", "status: proposed\npermit: PER-007", "permit"),
    ],
)
def test_a_fault_is_shown_at_its_key_while_it_is_typed_as_it_is_when_it_is_saved(
    wire: Wire, old: str, new: str, key: str
) -> None:
    uri, text = recorded(wire)
    assert faults(wire, uri) == []
    before = of_code(wire)
    assert old in text
    wrong = text.replace(old, new, 1).replace("---\n", "---\n# one line more\n", 1)
    shown = typed(wire, uri, wrong, 2)
    line = at(wrong, f"## {key}" if key == "Justification" else f"{key}:")
    assert (key, line) in shown
    assert wire.alive()
    assert of_code(wire) == before, "what counts is what is on disk"
    wire.write("security/deviations/DEV-0001.md", wrong)
    wire.save(uri)
    assert wire.alive()
    assert faults(wire, uri) == shown
    assert typed(wire, uri, text, 3) == []


def test_what_does_not_parse_is_told_and_what_is_typed_further_mends_it(wire: Wire) -> None:
    uri, text = recorded(wire)
    assert typed(wire, uri, text.replace("kind: ", "kind: [", 1), 2)
    assert typed(wire, uri, text, 3) == []


def test_closed_without_saving_a_record_is_as_it_is_on_disk(wire: Wire) -> None:
    uri, text = recorded(wire)
    assert typed(wire, uri, text.replace("expires:", "expirs:"), 2)
    wire.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert wire.alive()
    assert faults(wire, uri) == []


def test_a_look_at_the_records_meanwhile_takes_nothing_back(wire: Wire) -> None:
    uri, text = recorded(wire)
    shown = typed(wire, uri, text.replace("expires:", "expirs:"), 2)
    wire.save((wire.folder / "a.py").as_uri())
    assert wire.alive()
    assert faults(wire, uri) == shown


def test_words_of_another_record_are_told_in_the_one_that_is_typed_alone(wire: Wire) -> None:
    uri, text = recorded(wire)
    other = text.replace("DEV-0001", "DEV-0002").replace(REASON, "Another reason that nobody else has.")
    second = wire.write("security/deviations/DEV-0002.md", other)
    wire.open(second, other, language="markdown")
    assert wire.alive()
    assert faults(wire, second) == []
    assert [key for key, _ in typed(wire, second, text.replace("DEV-0001", "DEV-0002"), 2)] == [
        "Justification",
        "approved",
    ]
    assert faults(wire, uri) == []


def test_a_record_that_is_on_no_disk_yet_is_judged_too(wire: Wire) -> None:
    recorded(wire)
    uri = (wire.folder / "security" / "requirements" / "SEC-001.md").as_uri()
    wire.open(uri, "", language="markdown")
    text = "---\nid: SEC-001\ntitle: A\ncapability: NONE\nstatus: draft\n---\nIt shall.\n"
    assert typed(wire, uri, text, 2) == [("capability", 3)]


def test_the_standard_is_judged_as_it_is_typed_and_holds_as_it_was_saved(wire: Wire) -> None:
    text = "---\nid: STANDARD\ntitle: Ours\nstandard: Aseptic\nversion: '0.1'\n---\nText.\n"
    uri = wire.write("security/standard.md", text)
    wire.opened("a.py", TEXT)
    wire.open(uri, text, language="markdown")
    wire.save(uri)
    before = of_code(wire)
    excluded = text.replace("version: '0.1'\n", "version: '0.1'\nexcluded: {CRY-001: because}\n")
    assert [key for key, _ in typed(wire, uri, excluded, 2)] == ["excluded.CRY-001"]
    assert of_code(wire) == before


def test_one_that_cannot_be_read_as_a_text_stays_so_whatever_is_typed(wire: Wire) -> None:
    uri, text = recorded(wire)
    path = wire.folder / "security" / "deviations" / "DEV-0001.md"
    path.write_bytes(text.replace(REASON, "F\xfcr Etiketten.").encode("latin-1"))
    wire.save(uri)
    assert wire.alive()
    kept = faults(wire, uri)
    assert kept
    change = {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [edit(1, 0, "# x\n")]}
    wire.tell("textDocument/didChange", change)
    wire.save((wire.folder / "a.py").as_uri())
    assert wire.alive()
    assert faults(wire, uri) == kept


def test_who_wants_to_be_told_with_a_save_is(inside: Start) -> None:
    wire = inside(RICH, options={"initializationOptions": {"run": "onSave"}})
    uri, text = recorded(wire)
    wrong = text.replace("expires:", "expirs:")
    whole = {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": wrong}]}
    wire.tell("textDocument/didChange", whole)
    wire.result("textDocument/codeLens", {"textDocument": {"uri": uri}})
    assert faults(wire, uri) == []
    wire.write("security/deviations/DEV-0001.md", wrong)
    wire.save(uri)
    assert wire.alive()
    assert faults(wire, uri)
