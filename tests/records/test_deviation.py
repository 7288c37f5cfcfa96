"""A deviation is read strictly: each fault names its line, its key and a cure."""

from __future__ import annotations

import datetime

import pytest
from record_texts import KEYS, REASON, deviation, deviation_text

from aseptic.records.deviation import Measure, Premise, Status, join_where, read_deviation, split_where
from aseptic.records.ground import Ground
from aseptic.source.problem import Problem

PATH = "security/deviations/DEV-0007.md"
FULL = """\
---
id: DEV-0007
kind: mitigated
rule: INJ-003
requirements: [SEC-012]
where: src/pump/update.py::Updater.install
fingerprint: {v: 1, statement: 6f1c0a9be2d44d10, around: [02ab77e1, 9c31d5f0], of: 2/3}
owner: pump-team
status: proposed
raised: {by: mira@example.org, on: 2026-11-23}
approved: {by: , on: , of: }
expires: 2027-11-23
measures: [{what: the service has no shell, verified_by: tests/test_image.py}]
premises: [{code: "src/a.py::f", digest: ab12}]
risk: RMF-031
---
## Justification
The text is one constant and no part of it comes from outside.

## Why not the replacement
It needs a pipe.

## Code when raised
```python
os.system("a | b")
```
"""


def problem_of(text: str, path: str = PATH) -> Problem:
    found, problems = read_deviation(path, text)
    assert found is None
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


def test_every_key_of_the_design_is_read():
    found, problems = read_deviation(PATH, FULL)
    assert problems == ()
    assert found is not None
    assert (found.id, found.kind, found.rule) == ("DEV-0007", Ground.MITIGATED, "INJ-003")
    assert (found.path, found.scope) == ("src/pump/update.py", "Updater.install")
    assert found.record == PATH
    assert (found.fingerprint.ordinal, found.fingerprint.count) == (2, 3)
    assert found.fingerprint.around == ("02ab77e1", "9c31d5f0")
    assert found.raised.on == datetime.date(2026, 11, 23)
    assert found.status is Status.PROPOSED
    assert not found.approved.given
    assert found.measures == (Measure("the service has no shell", "tests/test_image.py"),)
    assert found.premises == (Premise("src/a.py::f", "ab12"),)
    assert (found.owned_by, found.risk, found.requirements) == ("pump-team", "RMF-031", ("SEC-012",))
    assert found.justification == REASON
    assert found.why_not == "It needs a pipe."
    assert [code.text for code in found.code] == ['os.system("a | b")\n']
    assert found.line("rule") == 3


def test_a_plain_one_needs_eight_keys_and_belongs_to_who_raised_it():
    found, problems = read_deviation(PATH, deviation_text())
    assert problems == ()
    assert found is not None
    assert found.owned_by == "mira@example.org"


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_other_line_ends_and_a_mark_read_the_same(ends: str):
    found, problems = read_deviation(PATH, "\ufeff" + FULL.replace("\n", ends))
    assert problems == ()
    plain = read_deviation(PATH, FULL)[0]
    assert found is not None and plain is not None
    assert found.digest == plain.digest


def test_an_unknown_key_names_line_key_and_the_one_that_was_meant():
    problem = problem_of(deviation_text(expries="2027-01-01"))
    assert (problem.line, problem.key) == (9, "expries")
    assert "unknown" in problem.message
    assert problem.cure == "did you mean 'expires'?"


def test_an_unknown_key_inside_a_group_is_found_at_its_line():
    problem = problem_of(deviation_text(raised="\n  by: mira\n  on: 2026-11-23\n  when: today"))
    assert (problem.line, problem.key) == (10, "raised.when")


def test_a_key_that_is_no_text_is_a_problem():
    assert problem_of(deviation_text(more_="x").replace("more_", "1")).key == "1"


def test_equal_keys_are_a_problem_at_the_second():
    problem = problem_of(deviation_text().replace("rule: INJ-003\n", "rule: INJ-003\nrule: INJ-004\n"))
    assert (problem.line, problem.key, problem.cure) == (4, "rule", "keep one of them")


def test_every_missing_key_is_named():
    for key in KEYS:
        problem = problem_of(deviation_text(**{key: None}))
        assert problem.key == key
        assert "missing" in problem.message and problem.cure


@pytest.mark.parametrize(
    ("key", "value", "at"),
    [
        ("expires", "2027-02-30", "expires"),
        ("expires", "soon", "expires"),
        ("raised", "{by: mira, on: yesterday}", "raised.on"),
        ("raised", "mira", "raised"),
        ("kind", "harmless", "kind"),
        ("status", "ok", "status"),
        ("rule", "injection", "rule"),
        ("id", "DEV-7", "id"),
        ("where", "/etc/passwd::f", "where"),
        ("where", "../other/a.py", "where"),
        ("where", '" "', "where"),
        ("requirements", "SEC-012", "requirements"),
        ("measures", "{what: a, verified_by: b}", "measures"),
        ("approved", "", "approved"),
        ("fingerprint", "6f1c0a9be2d44d10", "fingerprint"),
        ("fingerprint", "{v: 2, statement: a, around: [b, c], of: 1/1}", "fingerprint.v"),
        ("fingerprint", "{v: 1, statement: a, around: [b, c], of: 3/2}", "fingerprint.of"),
        ("fingerprint", "{v: 1, statement: a, around: [b], of: 1/1}", "fingerprint.around"),
    ],
)
def test_a_wrong_value_names_line_key_and_cure(key: str, value: str, at: str):
    text = deviation_text(**{key: value})
    problem = problem_of(text)
    assert problem.key == at
    assert problem.line == next(n for n, line in enumerate(text.split("\n")) if line.startswith(f"{key}:"))
    assert problem.cure


@pytest.mark.parametrize(
    "front",
    [
        "? [a]\n: b",
        "a: !!bool b",
        "a: !!timestamp b",
        "a: &a [*a]",
        "- a",
        "a: [",
        "<<<<<<< HEAD",
        "a: !!python/name:os.system x",
    ],
)
def test_odd_yaml_is_a_problem_and_never_an_exception(front: str):
    found, problems = read_deviation(PATH, f"---\n{front}\n---\n")
    assert found is None
    assert problems


def test_the_file_is_named_after_the_id_and_the_record_stays():
    found, problems = read_deviation("security/deviations/DEV-0008.md", deviation_text())
    assert found is not None
    assert [(each.line, each.key) for each in problems] == [(1, "id")]
    assert problems[0].cure == "name the file DEV-0007.md"


@pytest.mark.parametrize(
    ("path", "scope", "where"),
    [
        ("src/a.py", "A.b", "src/a.py::A.b"),
        ("src/a.py", "", "src/a.py"),
        ("odd::name.py", "", "odd::name.py::"),
        ("odd::name.py", "f", "odd::name.py::f"),
    ],
)
def test_where_goes_both_ways(path: str, scope: str, where: str):
    assert join_where(path, scope) == where
    assert split_where(where) == (path, scope)


def test_values_are_frozen():
    with pytest.raises(AttributeError):
        deviation().rule = "INJ-004"  # type: ignore[misc]
