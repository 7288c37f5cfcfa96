"""Own rules and declarations of a project, as they hold in a session and in a scan."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from own_rule_text import PAGE, PATH

from aseptic.analysis.fixing.replacing import Wish, replaced
from aseptic.analysis.projects.loading import load
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scan import scan
from aseptic.analysis.sessions.session import Session
from aseptic.standard.catalog import Standard

CODE = "from pump import legacy\nlegacy.raw_write(2)\n"
CHECK = 'def release(user, report):\n    assert user.may_release, "not allowed"\n    report.release()\n'
STANDARD = "---\nstandard: Aseptic\nversion: '0.1'\n{keys}---\nText.\n"


def write(path: Path, text: str, age: int = 0) -> Path:
    """Write a file with a time of its own, so that a change within one tick of the clock is seen, too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(10**18 + age * 10**9, 10**18 + age * 10**9))
    return path


def said(project: Project) -> list[str]:
    return [str(problem) for problem in project.problems]


def found(session: Session, path: Path) -> list[str]:
    return [placed.finding.rule for placed in session.snapshot(path).findings]


def test_an_own_rule_is_found_beside_ours(standard: Standard, tmp_path: Path) -> None:
    write(tmp_path / PATH, PAGE)
    session = Session(standard, [tmp_path])
    session.open(tmp_path / "a.py", 1, f"{CODE}import os\nos.system(x)\n")
    assert said(session.project(tmp_path)) == []
    assert found(session, tmp_path / "a.py") == ["ACM-001", "INJ-003"]


def test_the_tailoring_holds_for_own_rules_too(standard: Standard, tmp_path: Path) -> None:
    write(tmp_path / PATH, PAGE.replace("category: required", "category: advisory"))
    write(
        tmp_path / "security" / "standard.md",
        STANDARD.format(keys="severities: {ACM-001: {to: low, reason: it is old code}}\n"),
    )
    assert load(tmp_path, standard).standard.rules["ACM-001"].severity.value == "low"
    write(tmp_path / "security" / "standard.md", STANDARD.format(keys="excluded: {ACM-001: not on this model}\n"))
    project = load(tmp_path, standard)
    assert said(project) == []
    assert "ACM-001" not in project.standard.rules and "ACM-001" in project.adopted.rules


def test_while_an_own_rule_is_faulty_its_last_good_state_holds(standard: Standard, tmp_path: Path) -> None:
    write(tmp_path / PATH, PAGE)
    session = Session(standard, [tmp_path])
    session.open(tmp_path / "a.py", 1, CODE)
    digest = session.project(tmp_path).standard.digest
    write(tmp_path / PATH, PAGE.replace("severity: high", "severity: grave"), 1)
    session.refresh()
    assert found(session, tmp_path / "a.py") == ["ACM-001"]
    assert session.project(tmp_path).standard.digest == digest
    assert said(session.project(tmp_path))[0].startswith(f"{PATH}:5: 'severity': 'grave' is not one of")
    write(tmp_path / PATH, PAGE.replace("pump.legacy.raw_write", "pump.legacy.other").replace("raw_write", "other"), 2)
    session.refresh()
    assert said(session.project(tmp_path)) == []
    assert found(session, tmp_path / "a.py") == []
    (tmp_path / PATH).unlink()
    session.refresh()
    assert "ACM-001" not in session.project(tmp_path).standard.rules


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("legacy.raw_write(1)", "legacy.raw_read(1)", 20, "a noncompliant example is not found by ACM-001"),
        ("legacy.raw_write(1)", "legacy.raw_write(eval(x))", 20, "a noncompliant example breaches INJ-"),
        ("safe.write(1)", "safe.write(1)\nimport os\nos.system(x)", 27, "a compliant example breaches INJ-003"),
        ("safe.write(1)", "import pump\npump.legacy.raw_write(1)", 27, "a compliant example breaches ACM-001"),
        ("safe.write(1)", "safe.write(", 27, "a compliant example does not parse"),
        ("detect:", "replace: [shell-to-lsit]\ndetect:", 9, "no rewrite is called 'shell-to-lsit'"),
        (
            "    - name: pump.legacy.raw_write",
            "    - {name: pump.legacy.raw_write, replace: x}",
            11,
            "no rewrite is called",
        ),
        ("detect:", "detect:\n  bandit: [B999]", 9, "the installed bandit has no test B999"),
    ],
)
def test_a_rule_that_does_not_do_what_its_page_says_is_named(
    standard: Standard, tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in PAGE
    write(tmp_path / PATH, PAGE.replace(old, new))
    problems = said(load(tmp_path, standard))
    assert len(problems) == 1
    assert problems[0].startswith(f"{PATH}:{line}: ") and words in problems[0]


def test_an_example_in_another_language_is_left_alone(standard: Standard, tmp_path: Path) -> None:
    write(tmp_path / PATH, PAGE.replace("## Deviation", "```c\nint x = (;\n```\n\n## Deviation"))
    assert said(load(tmp_path, standard)) == []


def test_a_replacement_of_a_banned_name_that_nobody_knows_is_named(standard: Standard, tmp_path: Path) -> None:
    keys = "banned:\n  - name: pump.raw\n    replace: {}\n"
    path = tmp_path / "security" / "standard.md"
    write(path, STANDARD.format(keys=keys.format("safe")))
    (problem,) = said(load(tmp_path, standard))
    assert problem.startswith("security/standard.md:6: no rewrite is called 'safe'; name a function to call instead")
    for known in ("pump.safe", "add-timeout"):
        write(path, STANDARD.format(keys=keys.format(known)))
        assert said(load(tmp_path, standard)) == []


OWN = {
    "src/pump/__init__.py": "from .legacy import raw_write as put\n",
    "src/pump/legacy.py": (
        "def raw_write(channel, value):\n    return channel, value\n\n\n"
        "class Bus:\n    def send(self, value):\n        return value\n\n\n"
        "def again():\n    raw_write(1, 2)\n"
    ),
}
BANS = "banned:\n  - {name: pump.legacy.raw_write, also: [pump.legacy.Bus.send]}\n"


@pytest.mark.parametrize(
    "code",
    [
        "import pump.legacy\n\npump.legacy.raw_write(1, 2)\n",
        "import pump.legacy as old\n\n\ndef f():\n    old.raw_write(1, 2)\n",
        "from pump import legacy\n\nlegacy.raw_write(1, 2)\n",
        "from pump.legacy import raw_write as w\n\nw(1, 2)\n",
        "from .legacy import raw_write\n\nraw_write(1, 2)\n",
        "from . import legacy\n\nlegacy.raw_write(1, 2)\n",
        "from pump import put\n\nput(1, 2)\n",
        "def f():\n    from .legacy import raw_write\n    raw_write(1, 2)\n",
        "from pump.legacy import *\n\nraw_write(1, 2)\n",
        "from pump.legacy import Bus\n\nbus = Bus()\nbus.send(1)\n",
    ],
)
def test_what_a_project_bans_may_be_of_its_own_modules(standard: Standard, tmp_path: Path, code: str) -> None:
    for name, text in OWN.items():
        write(tmp_path / name, text)
    write(tmp_path / "security" / "standard.md", STANDARD.format(keys=BANS))
    session, path = Session(standard, [tmp_path]), tmp_path / "src" / "pump" / "rate.py"
    session.open(path, 1, code)
    assert found(session, path) == ["SUP-016"]
    home = tmp_path / "src" / "pump" / "legacy.py"
    session.open(home, 1, OWN["src/pump/legacy.py"])
    assert found(session, home) == [], "the module that defines it may call it"


def test_a_ban_of_an_own_function_comes_and_goes_with_the_standard(standard: Standard, tmp_path: Path) -> None:
    for name, text in OWN.items():
        write(tmp_path / name, text)
    page = tmp_path / "security" / "standard.md"
    write(page, STANDARD.format(keys=""))
    session, path = Session(standard, [tmp_path]), tmp_path / "src" / "pump" / "rate.py"
    session.open(path, 1, "from pump import put\n\nput(1, 2)\n")
    assert found(session, path) == []
    for age, (keys, wanted) in enumerate(((BANS, ["SUP-016"]), ("", []), (BANS, ["SUP-016"])), 1):
        write(page, STANDARD.format(keys=keys), age)
        assert path in session.refresh()
        assert found(session, path) == wanted


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (
            "banned:\n  - {name: pump.raw, rule: INJ-9003}\n",
            "5: no rule has the id 'INJ-9003'; did you mean 'INJ-003'?",
        ),
        (
            "banned:\n  - {name: pump.raw, rule: ERR-001}\nexcluded: {ERR-001: our own checker}\n",
            "5: ERR-001 is left out here, and cannot ban; name another rule;",
        ),
    ],
)
def test_a_ban_without_a_rule_holds_until_it_has_one(standard: Standard, tmp_path: Path, keys: str, said: str) -> None:
    write(tmp_path / "security" / "standard.md", STANDARD.format(keys=keys))
    session = Session(standard, [tmp_path])
    session.open(tmp_path / "a.py", 1, "import pump\npump.raw(1)\n")
    assert found(session, tmp_path / "a.py") == ["SUP-016"]
    (problem,) = session.project(tmp_path).problems
    assert str(problem) == f"security/standard.md:{said} until then SUP-016 holds the ban"


def test_own_rules_find_own_functions_and_ours_do_not(standard: Standard, tmp_path: Path) -> None:
    write(tmp_path / PATH, PAGE)
    write(tmp_path / "pump" / "__init__.py", "")
    write(tmp_path / "pump" / "legacy.py", "def raw_write(value):\n    return value\n")
    write(tmp_path / "jsonpickle.py", "def decode(text):\n    return text\n")
    session = Session(standard, [tmp_path])
    session.open(tmp_path / "a.py", 1, f"{CODE}import jsonpickle\njsonpickle.decode(x)\n")
    assert found(session, tmp_path / "a.py") == ["ACM-001"]
    (tmp_path / "jsonpickle.py").unlink()
    session.refresh()
    assert len(found(session, tmp_path / "a.py")) == 2


DECLARED = STANDARD.format(keys="not_applicable:\n  TLS-001: no network\n  INJ-003: starts no programs\n")
CONTRADICTION = (
    "security/standard.md:6: INJ-003 is declared not applicable, and is breached at src/a.py:2;"
    " remove the declaration, or mend the code"
)


def test_code_that_contradicts_a_declaration_is_a_problem_of_the_scan(standard: Standard, tmp_path: Path) -> None:
    write(tmp_path / "security" / "standard.md", DECLARED)
    write(tmp_path / "src" / "a.py", "import os\nos.system(x)\n")
    report = scan(Session(standard, [tmp_path]), [tmp_path], tmp_path, lambda _: None)
    assert [str(problem) for problem in report.problems] == [CONTRADICTION]
    assert [placed.finding.rule for file in report.files for placed in file.findings] == ["INJ-003"]
    write(tmp_path / "src" / "b.py", "import os\nos.system(x)\n\n\ndef f():\n    os.system(y)\n")
    report = scan(Session(standard, [tmp_path]), [tmp_path], tmp_path, lambda _: None)
    assert "src/a.py:2 and 2 more places;" in str(report.problems[0])


def test_open_documents_contradict_a_declaration_as_they_are_typed(standard: Standard, tmp_path: Path) -> None:
    write(tmp_path / "security" / "standard.md", DECLARED)
    session, path = Session(standard, [tmp_path]), tmp_path / "src" / "a.py"
    session.open(path, 1, "import os\n")
    assert list(session.faults()) == []
    session.edit(path, 2, ["import os\nos.system(x)\n"])
    assert [(path, str(problem)) for path, problem in session.faults()] == [
        (tmp_path / "security" / "standard.md", CONTRADICTION)
    ]
    session.close(path)
    assert list(session.faults()) == []


def test_where_a_rule_rests_nothing_is_contradicted(standard: Standard, tmp_path: Path) -> None:
    write(tmp_path / "security" / "standard.md", STANDARD.format(keys="not_applicable: {ERR-001: no asserts}\n"))
    session = Session(standard, [tmp_path])
    session.open(tmp_path / "tests" / "test_a.py", 1, CHECK)
    assert list(session.faults()) == []
    session.open(tmp_path / "a.py", 1, CHECK)
    assert len(list(session.faults())) == 1


@pytest.mark.parametrize(
    ("code", "after"),
    [
        (
            "import pumpq.legacy\n\n\ndef a():\n    pumpq.legacy.raw_write(1)\n    pumpq.legacy.raw_write(2)\n",
            "import pumpq.legacy\nimport pumpq.safe\n\n\ndef a():\n    pumpq.safe.write(1)\n    pumpq.safe.write(2)\n",
        ),
        (
            "from pumpq.legacy import raw_write\n\n\ndef a():\n    raw_write(1)\n    raw_write(2)\n",
            "import pumpq.safe\n\n\ndef a():\n    pumpq.safe.write(1)\n    pumpq.safe.write(2)\n",
        ),
    ],
)
def test_a_ban_on_a_module_of_the_project_is_replaced_at_every_call(
    standard: Standard, tmp_path: Path, code: str, after: str
) -> None:
    keys = "banned:\n  - name: pumpq.legacy.raw_write\n    message: '{name} no'\n    replace: pumpq.safe.write\n"
    write(tmp_path / "security/standard.md", STANDARD.format(keys=keys))
    for name in ("__init__", "legacy", "safe"):
        write(tmp_path / f"pumpq/{name}.py", "def raw_write(x): ...\ndef write(x): ...\n")
    session = Session(standard, [tmp_path])
    course = replaced(session.open(tmp_path / "a.py", 1, code), Wish(review=True))
    assert course.text == after


def test_what_the_project_defines_itself_is_replaced_in_its_own_tree(standard: Standard, tmp_path: Path) -> None:
    write(tmp_path / "django/__init__.py", "")
    write(tmp_path / "django/utils/__init__.py", "")
    write(tmp_path / "django/utils/html.py", "def format_html(text, *args): ...\n")
    write(tmp_path / "django/utils/safestring.py", "def mark_safe(text): ...\n")
    code = "from django.utils.html import format_html\nfrom django.utils.safestring import mark_safe\n\n\ndef f(x):\n    format_html(x)\n    return mark_safe('<b>%s</b>' % x)\n"
    course = replaced(Session(standard, [tmp_path]).open(tmp_path / "django/a.py", 1, code), Wish(review=True))
    assert "return format_html('<b>{}</b>', x)" in course.text
