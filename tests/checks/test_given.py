"""What a name is given where it is read: each way to bind it, what hides it, and what functions inside see of it."""

from __future__ import annotations

import pytest
from declaring import banned, lines

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.checks.checker import compiled
from aseptic.source.document import Document
from aseptic.standard.catalog import shipped

MEMO = Memo(compiled(shipped()[0]))
USES = {
    "INJ-008": ("'ls'", "subprocess.run([name])"),
    "XML-002": ("'<a/>'", "ElementTree.XML(name)"),
    "VAL-002": ("'https://ehr.example.org'", "urllib.request.urlopen(name)"),
}
HEAD = "import subprocess\nimport urllib.request\nimport xml.etree.ElementTree as ElementTree\n\n"
BINDINGS = [
    "name += order.given",
    "for name in order.given:\n    pass",
    "with order.given as name:\n    pass",
    "name, more = order.given, 1",
    "more, (name, *_) = order.given",
    "print(name := order.given)",
    "name: str = order.given",
]
"""Each gives a name what nobody knows."""


def rules(body: str, rule: str) -> list[str]:
    inner = "".join(f"    {line}\n" for line in body.split("\n"))
    analysis = fresh(Document.of(f"{HEAD}def run(order):\n{inner}"), MEMO)
    return [each.rule for _, entry in analysis.found for each in entry.findings if each.rule == rule]


@pytest.mark.parametrize("rule", USES)
@pytest.mark.parametrize("binding", BINDINGS)
def test_whatever_binds_a_name_counts(rule: str, binding: str) -> None:
    literal, use = USES[rule]
    assert rules(f"name = {literal}\n{use}", rule) == []
    assert rules(f"name = {literal}\n{binding}\n{use}", rule) == [rule]
    assert rules(f"name = {literal}\nif order:\n    name = {literal}\n{binding}\n{use}", rule) == [rule]


@pytest.mark.parametrize("rule", USES)
@pytest.mark.parametrize("binding", BINDINGS)
def test_a_function_inside_has_names_of_its_own(rule: str, binding: str) -> None:
    literal, use = USES[rule]
    inside = "\n".join(f"    {line}" for line in binding.split("\n"))
    assert rules(f"name = {literal}\ndef inner():\n    name = None\n{inside}\n{use}", rule) == []
    assert rules(f"name = order.given\ndef inner():\n    name = {literal}\n    return name\n{use}", rule) == [rule]


@pytest.mark.parametrize("rule", USES)
def test_a_function_inside_sees_the_names_round_it(rule: str) -> None:
    literal, use = USES[rule]
    assert rules(f"name = {literal}\ndef inner():\n    {use}", rule) == []
    assert rules(f"name = {literal}\nname = order.given\ndef inner():\n    {use}", rule) == [rule]
    assert rules(f"name = {literal}\ndef other():\n    nonlocal name\n    name = order.given\n{use}", rule) == [rule]


@pytest.mark.parametrize(
    ("body", "constant"),
    [
        ("x = 'a'", True),
        ("x = 'a'\nx += 'b'", True),
        ("x = 'a'\nif y:\n    x += 'b'\nx += 'c'", True),
        ("x = 'a'\nfor _ in y:\n    x += 'b'", True),
        ("x = 'a'\nx += y\nx = 'b'", True),
        ("x = y\nx = 'a'", True),
        ("for x in ('a', 'b'):\n    pass", True),
        ("x, z = 'a', y", True),
        ("x = 'a'\nif y:\n    x = 'b'\nelse:\n    x = 'c'", True),
        ("x = 'a'\nif y:\n    x = y", False),
        ("x = 'a'\nif y:\n    x += y", False),
        ("x = 'a'\nfor _ in y:\n    x += y", False),
        ("x = 'a'\ntry:\n    pass\nexcept E as x:\n    pass", False),
        ("x = 'a'\nimport x", False),
        ("x = 'a'\nmatch y:\n    case [x]:\n        pass", False),
        ("x = 'a'\n[0 for _ in z if (x := y)]", False),
        ("x += 'a'", False),
        ("x, z = y", False),
        ("for x in ('a', *y):\n    pass", False),
        ("global x\nx = 'a'", False),
    ],
)
def test_a_value_is_what_every_way_to_the_reader_gives(body: str, constant: bool) -> None:
    code = "".join(f"    {line}\n" for line in f"{body}\nm.f(x)".split("\n"))
    assert bool(lines(banned("m.f", when="{0: {constant: true}}"), f"import m\n\ndef h(y):\n{code}")) is constant
    assert bool(lines(banned("m.f", when="{0: {constant: false}}"), f"import m\n\ndef h(y):\n{code}")) is not constant


def test_a_name_of_a_comprehension_hides_another() -> None:
    code = "import m\n\ndef h(y):\n    x = 'a'\n    return [m.f(x) for x in y]\n"
    assert lines(banned("m.f", when="{0: {constant: false}}"), code) == [5]
