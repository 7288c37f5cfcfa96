"""A pattern that a project wrote may never end: its chunk is broken off and named, and nothing hangs."""

from __future__ import annotations

from pathlib import Path

import pytest
from own_rule_text import PAGE, PATH

from aseptic.analysis.documents import watchdog as guarding
from aseptic.analysis.documents.watchdog import PutAside, Watchdog
from aseptic.analysis.projects.loading import load
from aseptic.analysis.scanning.scan import Manner, scan
from aseptic.analysis.sessions.session import Session
from aseptic.checks.sieve.relaxed import relaxed
from aseptic.source.chunk import Chunk
from aseptic.standard.catalog import Standard

ENDLESS = '"^(a+)+$"'
VALUE = f'"{"a" * 40}!"'
BANNED = "  banned:\n    - name: pump.legacy.raw_write\n"
TEXTS = f"  texts:\n    - matches: {ENDLESS}\n      words: [aa]\n"
SETTINGS = f"  settings:\n    - name: MODE\n      value: {{matches: {ENDLESS}}}\n"
COMMENTS = TEXTS.replace("texts:", "comments:").replace('"^(', '"^# (')
WHEN = f"      when: {{0: {{matches: {ENDLESS}}}}}\n"
HEAD = "---\nstandard: Ours\nversion: '1'\n"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> Watchdog:
    monkeypatch.setattr(guarding, "_LEAST", 0.1)
    made = Watchdog()
    monkeypatch.setattr("aseptic.analysis.documents.memo.guard", lambda: made)
    return made


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def unchecked(standard: Standard, root: Path) -> list[str]:
    report = scan(Session(standard, [root]), [root], root, lambda _: None)
    return [f"{each.first}: {each.reason}; {each.cure}" for file in report.files for each in file.unchecked]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (BANNED + TEXTS, f"y = {VALUE}\n"),
        (BANNED + COMMENTS, f"y = 1  # {VALUE[1:-1]}\n"),
        (BANNED + SETTINGS, f"MODE = {VALUE}\n"),
        (BANNED + WHEN, f"import pump\npump.legacy.raw_write({VALUE})\n"),
    ],
)
def test_a_pattern_that_never_ends_is_broken_off_and_named(
    standard: Standard, tmp_path: Path, more: str, code: str
) -> None:
    write(tmp_path / PATH, PAGE.replace(BANNED, more))
    write(tmp_path / "a.py", f"import os\n{code}os.system(x)\n")
    (said,) = unchecked(standard, tmp_path)
    assert "it took too long in the pattern '^" in said
    assert "; mend the pattern" in said
    session = Session(standard, [tmp_path])
    session.open(tmp_path / "a.py", 1, f"import os\n{code}os.system(x)\n")
    assert [placed.finding.rule for placed in session.snapshot(tmp_path / "a.py").findings] == ["INJ-003"]


def test_a_text_says_of_which_rule(standard: Standard, tmp_path: Path) -> None:
    write(tmp_path / PATH, PAGE.replace(BANNED, BANNED + TEXTS))
    write(tmp_path / "a.py", f"y = {VALUE}\n")
    (said,) = unchecked(standard, tmp_path)
    assert "in the pattern '^(a+)+$' of ACM-001" in said


def test_a_ban_in_the_tailoring_is_guarded_too(standard: Standard, tmp_path: Path) -> None:
    write(
        tmp_path / "security" / "standard.md",
        f"{HEAD}banned:\n  - name: pump.raw\n{WHEN[2:]}---\n".replace("    when", "    when"),
    )
    write(tmp_path / "a.py", f"import pump\npump.raw({VALUE})\n")
    (said,) = unchecked(standard, tmp_path)
    assert said.startswith("1: ") and "took too long" in said


def test_such_an_example_is_a_problem_at_its_line(standard: Standard, tmp_path: Path) -> None:
    page = PAGE.replace(BANNED, BANNED + TEXTS).replace("safe.write(1)", f"safe.write({VALUE})")
    write(tmp_path / PATH, page)
    (problem,) = load(tmp_path, standard).problems
    assert str(problem).startswith(f"{PATH}:30: a compliant example cannot be checked: ")
    assert "took too long in the pattern '^(a+)+$' of ACM-001" in problem.message


def test_a_mended_pattern_is_tried_again_by_the_next_process(impatient: Watchdog, tmp_path: Path) -> None:
    chunk = Chunk("y = 1\n")

    def endless() -> None:
        try:
            while True:
                pass
        except BaseException as broken_off:
            broken_off.add_note("in the pattern 'x'")
            raise

    impatient.remember(tmp_path)
    with pytest.raises(guarding.TookTooLong):
        impatient.run(chunk, endless, "one standard")
    later = Watchdog()
    later.remember(tmp_path)
    with pytest.raises(PutAside, match="in the pattern 'x'") as raised:
        later.run(chunk, lambda: pytest.fail("it was tried"), "one standard")
    assert raised.value.by_pattern, "the cure is the same as in the process that met it"
    assert later.run(chunk, lambda: "tried", "another") == "tried"


@pytest.mark.parametrize("processes", [1, 2])
def test_another_run_does_not_try_it_again_unless_it_keeps_nothing(
    standard: Standard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    monkeypatch.setattr("aseptic.analysis.scanning.processes.worth", lambda *_: processes > 1)
    root, kept = tmp_path / "project", tmp_path / "cache" / "answers"
    write(root / PATH, PAGE.replace(BANNED, BANNED + TEXTS))
    write(root / "a.py", f"y = {VALUE}\n")
    write(root / "b.py", "eval(x)\n")

    def run(allowed: float, folder: Path | None) -> list[str]:
        made = Watchdog()
        for module in ("documents.memo", "scanning.scan", "scanning.processes"):
            monkeypatch.setattr(f"aseptic.analysis.{module}.guard", lambda: made)
        monkeypatch.setattr(guarding, "_LEAST", allowed)
        manner = Manner(processes=processes, kept=folder)
        report = scan(Session(standard, [root]), [root], root, lambda _: None, manner)
        return [each.reason for file in report.files for each in file.unchecked]

    first = run(0.1, kept)
    assert len(first) == 1
    assert "in the pattern '^(a+)+$' of ACM-001" in first[0]
    assert run(600.0, kept) == first, "who tries it waits for ever"
    assert run(0.1, None) == first
    for note in (tmp_path / "cache" / "aside").iterdir():
        note.write_text("noted", encoding="utf-8")
    assert run(0.1, None) == first
    assert "noted" in run(0.1, kept)[0]


def test_a_pattern_of_many_groups_is_looked_at_in_no_time() -> None:
    assert relaxed("(?:" * 60 + "a!" + ")" * 60) is not None
