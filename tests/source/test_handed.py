"""Names of a hub that a module hands to its own functions."""

from __future__ import annotations

import ast

import pytest

from aseptic.source.handed import handed, hands


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("load('clinic/lung')", ["load[()]"]),
        ("x = load(name='gpt2', device=1)", ["load[()]"]),
        ("self.load('clinic/lung')", ["Of.load[()]"]),
        ("load(other('bert-base'))", ["other[()]"]),
        ("load('clinic/lung', revision='a1')", []),
        ("load('clinic/lung', **more)", []),
        ("load(name)", []),
        ("load('lung')", []),
        ("load('a lung-like thing')", []),
        ("text.encode('utf-8')", []),
    ],
)
def test_what_is_handed_is_a_part_of_the_function(code: str, parts: list[str]) -> None:
    assert [each.name + each.part for each in handed(ast.parse(code).body, "Of")] == parts
    assert hands(code) or not parts
