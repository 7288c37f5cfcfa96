"""Bandit's own example files: each of its findings is ours, but for those that a narrowing lets go on purpose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from archives import fetched
from judged import Judged, Place, by_bandit, by_us

from aseptic.standard.catalog import Standard

RELEASE = "1.9.4"
"""Whose examples these are, whichever release is installed: the lines below are theirs."""
LET_GO: dict[str, dict[str, tuple[int, ...]]] = {
    # `assert True` checks nothing.
    "B101": {"assert.py": (1,)},
    # Values that are names, words of the thing itself, prose or empty.
    "B105": {"hardcoded-passwords.py": (4, 20, 33, 58, 62, 94)},
    # The empty handler hides that a literal was assigned.
    "B110": {"try_except_pass.py": (4, 11)},
    # Constant addresses.
    "B310": {"urlopen.py": (17, 18, 27, 28)},
    # Nothing says that the number is to be secret.
    "B311": {"random_module.py": tuple(range(5, 17)), "mark_safe_insecure.py": (35, 46, 124)},
    # A constant command.
    "B601": {"paramiko_injection.py": (7,)},
    # Programs with constant names, started without a shell.
    "B603": {
        "partial_path_process.py": (3, 4, 7, 8, 10, 12, 13),
        "skip.py": (1, 2, 3, 4, 5, 6, 7),
        "subprocess_shell.py": (15, 16, 18, 23, 26, 28, 33),
        "wildcard-injection.py": (11, 12, 13, 14),
    },
    "B606": {"os-startfile.py": (3, 4, 5), "wildcard-injection.py": (16,)},
    # Texts that no query gets: what is called has no name.
    "B608": {"sql_multiline_statements.py": (122,), "sql_statements.py": (47,)},
    # Names in capitals stand for constants, and one that the module binds once for its literal; a text whose parts are literals.
    "B703": {"mark_safe_insecure.py": (94, 104, 149), "mark_safe_secure.py": (38, 39, 49)},
}
# A name of the module may be given another value by any other statement, so a mark on it is not followed to a literal.
NOT_FOLLOWED = {"B703": {"mark_safe.py": (4,), "mark_safe_secure.py": (11, 14, 17)}}

# Files with a library's name, beside which that name means the file itself, as it does when Python runs it there.
HIDDEN = {
    "B301": {"dill.py": (6, 11, 14), "jsonpickle.py": (6, 8, 10)},
    "B312": {"telnetlib.py": (8,)},
    "B321": {"ftplib.py": (6,)},
}

pytestmark = pytest.mark.network


def places(table: dict[str, dict[str, tuple[int, ...]]]) -> Iterator[Place]:
    yield from ((name, line, test) for test, files in table.items() for name, lines in files.items() for line in lines)


def of_known_tests(judged: Judged, standard: Standard) -> Counter[Place]:
    """Return the findings of tests that a rule uses, by the names of the files alone."""
    return Counter(
        {
            (Path(path).name, line, test): count
            for (path, line, test), count in judged.places.items()
            if test in standard.by_bandit
        }
    )


@pytest.fixture(scope="module")
def folder() -> Path:
    examples = fetched("bandit", RELEASE, source=True) / f"bandit-{RELEASE}" / "examples"
    (examples / "pyproject.toml").write_text("[tool.aseptic]\n", encoding="utf-8")
    return examples


def test_every_finding_is_ours_or_let_go_on_purpose(folder: Path, standard: Standard) -> None:
    theirs, ours = (of_known_tests(judged(folder), standard) for judged in (by_bandit, by_us))
    assert {test for _, _, test in theirs} > {"B101", "B602", "B703"}
    expected = Counter(places(LET_GO)) + Counter(places(HIDDEN))
    assert not theirs - ours - expected, "bandit finds it and we do not"
    assert not expected - (theirs - ours), "it is listed as let go, and is not"
    assert ours - theirs == Counter(places(NOT_FOLLOWED)), "we say that bandit finds it, and it does not"


def test_only_narrowed_tests_let_findings_go(folder: Path, standard: Standard) -> None:
    ours = Counter({(Path(path).name, line, test): count for (path, line, test), count in by_us(folder).places.items()})
    high = Counter(
        {(Path(path).name, line, test): count for (path, line, test), count in by_bandit(folder).high.items()}
    )
    narrowed = {each.test for rule in standard.rules.values() for each in rule.heading.detect.narrows}
    assert LET_GO.keys() <= narrowed
    assert not high - ours - Counter(places(HIDDEN))


def test_what_bandit_reads_is_read(folder: Path) -> None:
    assert by_us(folder).unread <= by_bandit(folder).unread
