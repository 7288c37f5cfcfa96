"""A faulty rule gives one problem that names file, line, key and cure, and never half a rule."""

from __future__ import annotations

import pytest

from aseptic.standard.catalog import Source, build, shipped
from aseptic.standard.page import read_rule

PAGE = """---
id: INJ-900
title: Do not call it
message: "{name} is not to be called"
severity: high
category: required
cwe: [78]
capabilities: [SAHD]
detect:
  banned:
    - name: os.system
---
The implementation shall not call it.

## Why
It hurts.

## Noncompliant
```python
import os
os.system("x")
```

## Compliant
```python
pass
```

## Deviation
Never.
"""


def test_a_page_becomes_a_rule() -> None:
    rule, problems = read_rule("INJ-900.md", PAGE)
    assert not problems
    assert rule is not None
    assert rule.shall == "The implementation shall not call it."
    assert rule.heading.detect.banned[0].name == "os.system"
    assert rule.noncompliant[0].text == 'import os\nos.system("x")\n'
    assert PAGE.splitlines()[rule.noncompliant[0].line] == "import os"


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "said"),
    [
        ("severity: high", "severty: high", 4, "severty", "did you mean 'severity'?"),
        ("    - name: os.system", "    - nam: os.system", 10, "detect.banned[0].nam", "did you mean 'name'?"),
        ("severity: high", "severity: grave", 4, "severity", "'grave' is not one of high, medium, low"),
        ("cwe: [78]", "cwe: [CWE-78]", 6, "cwe[0]", "a whole number is expected"),
        ("capabilities: [SAHD]", "capabilities: [SAFE]", 7, "capabilities[0]", "is not one of ALOF"),
        ("title: Do not call it\n", "", 0, "title", "the key 'title' is missing"),
        ("severity: high", "severity: high\nseverity: low", 5, "severity", "stands here twice"),
        ("id: INJ-900", "id: inj900", 1, "id", "is no rule id"),
        ("cwe: [78]", "cwe: [78", 7, "", "the front matter is no YAML"),
        ("## Why\nIt hurts.\n", "", 0, "", "the part '## Why' is missing"),
        ("```python\npass\n```\n", "nothing\n", 23, "", "'## Compliant' has no example"),
        ("The implementation shall not call it.", "Never call it.", 0, "", "the requirement is missing"),
    ],
)
def test_a_fault_is_one_problem_with_place_and_cure(old: str, new: str, line: int, key: str, said: str) -> None:
    assert old in PAGE
    rule, problems = read_rule("INJ-900.md", PAGE.replace(old, new))
    assert rule is None
    assert len(problems) >= 1
    problem = problems[0]
    assert said in str(problem)
    assert problem.cure
    if key:
        assert problem.key == key
    if line:
        assert problem.line == line


def test_what_somebody_wrote_is_not_taken_for_our_words() -> None:
    odd = PAGE.replace("severity: high", "severity: is unknown").replace("cwe:", "cw:")
    _, problems = read_rule("INJ-900.md", odd)
    assert [problem.key for problem in problems] == ["cw", "severity"], "a misspelt key is first"


def test_a_duplicate_id_names_the_other_file_and_leaves_the_first() -> None:
    second = PAGE.replace("title: Do not call it", "title: Another").replace("os.system\n", "os.popen\n")
    standard, problems = build([Source("a/INJ-900.md", PAGE), Source("b/INJ-900.md", second)])
    assert list(standard.rules) == ["INJ-900"]
    kept = standard.rules["INJ-900"]
    assert (kept.path, kept.title) == ("a/INJ-900.md", "Do not call it")
    assert [each.name for each in kept.heading.detect.banned] == ["os.system"]
    assert str(problems[0]) == "b/INJ-900.md:2: the id INJ-900 is taken by a/INJ-900.md; give it its own"


def test_one_faulty_rule_leaves_the_others() -> None:
    other = PAGE.replace("INJ-900", "INJ-901")
    standard, problems = build([Source("x.md", "nothing"), Source("INJ-901.md", other)])
    assert list(standard.rules) == ["INJ-901"]
    assert [problem.path for problem in problems] == ["x.md"]


def test_the_digest_follows_the_text() -> None:
    one, _ = build([Source("INJ-900.md", PAGE)])
    other, _ = build([Source("INJ-900.md", PAGE.replace("It hurts.", "It hurts much."))])
    assert one.digest != other.digest


@pytest.mark.parametrize(
    "text", ["", "---\n", "---\n---\n", "---\n- a\n---\n", "\x00", "---\na: &a [*a]\n---\n", "---\n? {}\n---\n"]
)
def test_anything_at_all_is_a_problem_and_no_crash(text: str) -> None:
    rule, problems = read_rule("x.md", text)
    assert rule is None
    assert problems


def test_rules_that_name_loggers_name_them_all() -> None:
    standard, _ = shipped()
    lists = {
        (rule.id, frozenset(each for each in names if each != "builtins.print"))
        for rule in standard.rules.values()
        for names in (
            *(entry.names for entry in rule.heading.detect.banned),
            *(entry.to for entry in (*rule.heading.detect.texts, *rule.heading.detect.names)),
        )
        if "logging.getLogger().info" in names
    }
    every = {names for _, names in lists if "loguru.logger.info" in names}
    assert len(every) == 1
    assert len(lists) >= 5
    # Braces take arguments, too: what asks for a mark names the loggers that put them in by `%`, all of them.
    (by_marks,) = {names for _, names in lists} - every
    known = ("logging.", "flask.current_app.logger.")
    assert by_marks == {each for each in next(iter(every)) if each.startswith(known) and not each.endswith(".log")}
