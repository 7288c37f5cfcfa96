"""A name that its module binds once, to a literal, counts as that literal wherever a condition asks for a value."""

from __future__ import annotations

import pytest
from declaring import banned, lines, page

from aseptic.analysis.documents.incremental import edited, fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.checks.checker import compiled
from aseptic.source.document import Document
from aseptic.source.span import Edit, Span
from aseptic.standard.catalog import build


@pytest.mark.parametrize(
    ("condition", "above", "use", "found"),
    [
        ("{matches: '^http://'}", "base = 'http://ehr.example.org'", "base", True),
        ("{matches: '^http://'}", "BASE: str = 'http://ehr.example.org'", "BASE + '/x'", True),
        ("{matches: '^http://'}", "BASE = 'http://ehr.example.org'", "f'{BASE}/{y}'", True),
        ("{matches: '^http://'}", "BASE = 'http://ehr.example.org'", "'%s/x' % BASE", False),
        ("{matches: '^http://'}", "HTTP = 'http://'\nBASE = y", "HTTP + BASE + '/x'", True),
        ("{matches: '^http://'}", "BASE = 'http://x'\nBASE = 'https://x'", "BASE", False),
        ("{matches: '^http://'}", "BASE = 'http://x'\nif y:\n    BASE = y", "BASE", False),
        ("{matches: '^http://'}", "BASE = 'http://x'\nBASE += y", "BASE", False),
        ("{matches: '^http://'}", "BASE = 'http://x'\nfor BASE in y:\n    pass", "BASE", False),
        ("{matches: '^http://'}", "BASE = 'http://x'\ndef g():\n    global BASE\n    BASE += y", "BASE", False),
        ("{matches: '^http://'}", "if y:\n    BASE = 'http://x'", "BASE", False),
        ("{below: 2048}", "BITS = 1024", "BITS", True),
        ("{below: 2048}", "BITS = 512", "2 * BITS", True),
        ("{below: 2048}", "BITS = 4 * 1024", "BITS", False),
        ("{below: 2048}", "BITS = True", "BITS", False),
        ("{bits: 18}", "MODE = 0o666", "MODE", True),
        ("{bits: 18}", "MODE = 0o644", "MODE", False),
        ("{equals: true}", "PICKLE = True", "PICKLE", True),
        ("{equals: true}", "PICKLE = 1", "PICKLE", False),
        ("true", "PICKLE = True", "PICKLE", True),
        ("{one_of: [a, {below: 3}]}", "NAME = 2", "NAME", True),
        ("{holds: script}", "TAGS = ['b', 'script']", "TAGS", True),
        ("{items: {k: 1}}", "OPTIONS = {'k': 1}", "OPTIONS", True),
        ("{true: false}", "ROWS = []", "ROWS", False),
        ("{constant: true}", "prog = 'ls'", "prog", True),
        ("{constant: true}", "prog = y", "prog", False),
    ],
)
def test_a_name_that_the_module_binds_once_is_its_literal(condition: str, above: str, use: str, found: bool) -> None:
    detect = banned("m.f", when=f"{{0: {condition}}}")
    assert bool(lines(detect, f"import m\n{above}\n\ndef h(y):\n    m.f({use})\n")) is found
    assert bool(lines(detect, f"import m\n{above}\nm.f({use})\n")) is found


def test_a_parameter_hides_the_literal_of_the_module() -> None:
    code = "import m\nBASE = 'http://x'\n\ndef h(BASE):\n    m.f(BASE)\n\ndef g():\n    BASE = y\n    m.f(BASE)\n"
    assert lines(banned("m.f", when="{0: {matches: '^http://'}}"), code) == []


def test_an_edit_of_a_literal_checks_those_again_that_use_it() -> None:
    standard, _ = build([page(banned("m.f", when="{0: {below: 2048}}"))])
    memo = Memo(compiled(standard))
    analysis = fresh(Document.of("import m\nBITS = 4096\n\ndef h():\n    m.f(BITS)\n"), memo)
    counts: list[int] = []
    for text in ("1024", "3072", "True", "1", "8 * 1", "1.0"):
        end = len(analysis.document.lines[1].rstrip("\n"))
        document, change = analysis.document.edited(Edit(Span.of(1, 7, 1, end), text))
        analysis = edited(analysis, document, change, memo)
        counts.append(sum(len(entry.findings) for entry in analysis.entries))
        again = fresh(document, memo)
        assert [each.findings for each in analysis.entries] == [each.findings for each in again.entries]
    assert counts == [1, 0, 0, 1, 1, 1]
