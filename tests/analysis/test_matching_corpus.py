"""Edits that people make, and what each has to mean for an approved deviation."""

from __future__ import annotations

import datetime
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aseptic.analysis.matching.mispointed import Mispointed
from aseptic.analysis.matching.placed_finding import sighting
from aseptic.analysis.sessions.quotation import quotation
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.records.deviation import Deviation, read_deviation
from aseptic.records.disposition import Disposition, State
from aseptic.records.drafting import draft
from aseptic.records.matching import match
from aseptic.records.passes import Sighting
from aseptic.records.terms import Terms
from aseptic.standard.catalog import Standard

TODAY = datetime.date(2026, 11, 24)
Files = Mapping[str, str]
CODE = """\
import subprocess
import os


class Updater:
    def install(self, name):
        log(name)
        subprocess.run(f"install {name}", shell=True)
        done(name)

    def other(self):
        pass


class Pump:
    def stop(self, x):
        pass


def free(y):
    return y
"""
LINE = '        subprocess.run(f"install {name}", shell=True)\n'
METHOD = CODE[CODE.index("    def install") : CODE.index("    def other")]
WRAPPED = LINE.replace("        sub", "            sub")


def shells(snapshot: Snapshot) -> list[ChunkFinding]:
    """Return the findings that deviations are recorded from; that nobody looks at the status is another matter."""
    return [placed for placed in snapshot.findings if placed.finding.rule != "ERR-009"]


class Desk:
    """Files to sightings, with one session for all of them."""

    def __init__(self, standard: Standard, folder: Path) -> None:
        self.folder = folder
        self.session = Session(standard, [folder], lambda: TODAY)

    def sightings(self, files: Files) -> list[Sighting]:
        found: list[Sighting] = []
        for name, text in files.items():
            snapshot = self.session.open(self.folder / name, 1, text)
            found += [sighting(snapshot.path, each) for each in shells(snapshot)]
            self.session.close(self.folder / name)
        return found

    def approved(self, text: str, number: int = 0, name: str = "a.py", identity: str = "DEV-0001") -> Deviation:
        snapshot = self.session.open(self.folder / name, 1, text)
        placed = shells(snapshot)[number]
        quoted = quotation(snapshot, placed)
        self.session.close(self.folder / name)
        reason = f"Nothing of it comes from outside, by the design of {identity}."
        expires = datetime.date(2027, 6, 1)
        drafted = draft(
            identity,
            sighting(snapshot.path, placed),
            "mira",
            TODAY,
            expires,
            quoted.code,
            names=quoted.names,
            reason=reason,
        )
        path = f"security/deviations/{identity}.md"
        proposed, problems = read_deviation(path, drafted)
        assert proposed is not None and not problems
        given = f"status: approved\napproved: {{by: kim, on: 2026-11-24, of: {proposed.digest}}}"
        found, problems = read_deviation(path, drafted.replace("status: proposed", given))
        assert found is not None and not problems
        return found

    def said(
        self, files: Files, *deviations: Deviation, renamed: Files | None = None, seen: Sequence[str] | None = None
    ) -> tuple[list[Disposition], dict[str, State]]:
        terms = Terms(mispointed=Mispointed(deviations))
        found, states = match(
            self.sightings(files), deviations, TODAY, terms, files if seen is None else seen, renamed or {}
        )
        return list(found), {name: each.state for name, each in states.items()}


@pytest.fixture(scope="module")
def desk(standard: Standard, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(standard, tmp_path_factory.mktemp("corpus"))


def edited(*pairs: tuple[str, str]) -> str:
    text = CODE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


COVERED = {
    "nothing": CODE,
    "reformatted": edited(
        (LINE, '        subprocess.run(\n            f"install {name}",\n            shell=True,\n        )\n')
    ),
    "quotes": edited((LINE, LINE.replace('"', "'"))),
    "line ends": CODE.replace("\n", "\r\n"),
    "tabs": CODE.replace("    ", "\t"),
    "comment": edited((LINE, "        # why\n" + LINE.replace("\n", "  # more\n"))),
    "type hints": edited(("install(self, name)", "install(self, name: str) -> None")),
    "decorator": edited(("    def install", "    @timed\n    def install")),
    "methods reordered": edited(
        (METHOD, ""), ("        pass\n\n\nclass Pump", f"        pass\n\n{METHOD}\n\nclass Pump")
    ),
    "statements reordered": edited(
        (f"        log(name)\n{LINE}        done(name)\n", f"        done(name)\n        log(name)\n{LINE}")
    ),
    "classes reordered": CODE.replace("class Pump:\n    def stop(self, x):\n        pass\n\n\n", "").replace(
        "class Updater", "class Pump:\n    def stop(self, x):\n        pass\n\n\nclass Updater"
    ),
    "alias": edited(("import subprocess", "import subprocess as sp"), ("subprocess.run", "sp.run")),
    "imported name": edited(("import subprocess", "from subprocess import run as r"), ("subprocess.run", "r")),
    "in with": edited((LINE, f"        with lock:\n{WRAPPED}")),
    "in try": edited((LINE, f"        try:\n{WRAPPED}        except OSError:\n            raise\n")),
    "in if": edited((LINE, f"        if name:\n{WRAPPED}")),
    "neighbours changed": edited(("log(name)", "audit(name)"), ("done(name)", "finish(name)")),
    "statement added": edited((LINE, f"        check(name)\n{LINE}        check(name)\n")),
    "another finding": edited((LINE, f"{LINE}        os.system(name)\n")),
    "docstring": edited((METHOD, METHOD.replace("name):\n", 'name):\n        """Install it."""\n'))),
    "broken elsewhere": edited(("def free(y):", "def free(y:")),
}


@pytest.mark.parametrize("text", COVERED.values(), ids=list(COVERED))
def test_it_stays_covered(desk: Desk, text: str):
    record = desk.approved(CODE)
    found, states = desk.said({"a.py": text}, record)
    assert states == {"DEV-0001": State.APPROVED}
    assert [each.deviation for each in found if each.covers] == ["DEV-0001"]


def test_formatted_by_ruff_it_stays_covered(desk: Desk):
    pytest.importorskip("ruff", reason="ruff comes with the tools of development")
    ugly = edited(
        (LINE, "        subprocess.run (f'install {name}',shell = True ,)\n"),
        ("install(self, name)", "install( self,name )"),
    )
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--stdin-filename", "a.py", "-"]
    tidy = subprocess.run(ruff, input=ugly, text=True, capture_output=True, check=True).stdout
    assert tidy != ugly
    for before, after in ((ugly, tidy), (tidy, ugly)):
        found, states = desk.said({"a.py": after}, desk.approved(before))
        assert states == {"DEV-0001": State.APPROVED} and [each.covers for each in found] == [True]


CHANGED = {
    "argument": (LINE, LINE.replace("install {name}", "remove {name}")),
    "f-string to format": (LINE, LINE.replace('f"install {name}"', '"install {}".format(name)')),
    "constant drawn out": (LINE, LINE.replace('f"install {name}"', "COMMAND")),
    "keyword added": (LINE, LINE.replace("shell=True", "shell=True, cwd=root")),
    "another function": (LINE, LINE.replace("subprocess.run", "subprocess.call")),
    "result kept": (LINE, LINE.replace("subprocess", "self.x = subprocess")),
}


@pytest.mark.parametrize("pair", CHANGED.values(), ids=list(CHANGED))
def test_a_material_change_makes_it_stale(desk: Desk, pair: tuple[str, str]):
    found, states = desk.said({"a.py": edited(pair)}, desk.approved(CODE))
    assert states == {"DEV-0001": State.STALE}
    assert [each.state for each in found] == [State.STALE]


MOVED = {
    "function renamed": ({"a.py": edited(("def install", "def setup"))}, "a.py::Updater.setup"),
    "class renamed": ({"a.py": edited(("class Updater", "class Installer"))}, "a.py::Installer.install"),
    "to another class": (
        {"a.py": edited((METHOD, ""), ("    def stop(self, x):\n        pass\n", METHOD))},
        "a.py::Pump.install",
    ),
    "pulled up": (
        {"a.py": edited((METHOD, ""), ("class Updater", f"class Base:\n{METHOD}\n\nclass Updater"))},
        "a.py::Base.install",
    ),
    "pulled up to another module": (
        {"a.py": edited((METHOD, "")), "base.py": f"import subprocess\n\n\nclass Base:\n{METHOD}"},
        "base.py::Base.install",
    ),
    "to another module": (
        {"a.py": edited((METHOD, "")), "b.py": f"import subprocess\n\n\nclass Updater:\n{METHOD}"},
        "b.py::Updater.install",
    ),
    "file renamed, git not told": ({"b.py": CODE}, "b.py::Updater.install"),
}


@pytest.mark.parametrize(("files", "where"), MOVED.values(), ids=list(MOVED))
def test_a_move_is_offered_and_open(desk: Desk, files: Files, where: str):
    found, states = desk.said(files, desk.approved(CODE))
    assert states == {"DEV-0001": State.MOVED}
    (said,) = found
    assert (said.covers, said.where) == (False, where)


def test_a_file_renamed_by_git_stays_covered(desk: Desk):
    found, _ = desk.said({"b.py": CODE}, desk.approved(CODE), renamed={"a.py": "b.py"})
    assert [(each.state, each.where) for each in found] == [(State.APPROVED, "b.py::Updater.install")]


TWINS = {
    "above": edited(("        log(name)\n", f"{LINE}        log(name)\n")),
    "below": edited(("        done(name)\n", f"        done(name)\n{LINE}")),
    "in another branch": edited(("        done(name)\n", f"        if name:\n{WRAPPED}        done(name)\n")),
    "both sides": edited(
        ("        log(name)\n", f"{LINE}        log(name)\n"), ("        done(name)\n", f"        done(name)\n{LINE}")
    ),
}


@pytest.mark.parametrize("text", TWINS.values(), ids=list(TWINS))
def test_an_inserted_twin_never_inherits(desk: Desk, text: str):
    record = desk.approved(CODE)
    found, _ = desk.said({"a.py": text}, record)
    covered = [at for at, each in enumerate(found) if each.covers]
    seen = desk.sightings({"a.py": text})
    assert len(covered) <= 1
    assert all(seen[at].around == record.fingerprint.around for at in covered)


def test_twins_side_by_side_cannot_be_told_apart(desk: Desk):
    found, states = desk.said({"a.py": edited((LINE, LINE + LINE))}, desk.approved(CODE))
    assert not any(each.covers for each in found)
    assert states == {"DEV-0001": State.AMBIGUOUS}


def test_a_copied_function_does_not_inherit_and_the_first_stays(desk: Desk):
    text = edited(("    def other", METHOD.replace("install(", "again(") + "    def other"))
    found, states = desk.said({"a.py": text}, desk.approved(CODE))
    assert [each.covers for each in found] == [True, False]
    assert states == {"DEV-0001": State.APPROVED}


def test_when_a_twin_is_removed_the_other_is_told_by_its_neighbours(desk: Desk):
    two = edited(("        done(name)\n", f"        done(name)\n{LINE}        end()\n"))
    first, second = desk.approved(two), desk.approved(two, 1, identity="DEV-0002")
    found, states = desk.said({"a.py": CODE}, first, second)
    assert [each.deviation for each in found if each.covers] == ["DEV-0001"]
    assert states["DEV-0002"] is State.AMBIGUOUS


def test_a_deleted_statement_leaves_its_record_unused_and_a_partial_scan_not_seen(desk: Desk):
    record = desk.approved(CODE)
    assert desk.said({"a.py": edited((LINE, ""))}, record)[1] == {"DEV-0001": State.UNUSED}
    assert desk.said({"b.py": "x = 1\n"}, record)[1] == {"DEV-0001": State.NOT_SEEN}
    assert desk.said({"a.py": "x = (\n"}, record, seen=())[1] == {"DEV-0001": State.NOT_SEEN}


def test_two_files_swapped_keep_nothing_that_they_did_not_earn(desk: Desk):
    other = CODE.replace("install", "remove")
    one, two = desk.approved(CODE), desk.approved(other, name="b.py", identity="DEV-0002")
    found, states = desk.said({"a.py": other, "b.py": CODE}, one, two)
    assert not any(each.covers for each in found)
    assert set(states.values()) == {State.MOVED}
    assert {each.deviation: each.where.partition("::")[0] for each in found} == {"DEV-0001": "b.py", "DEV-0002": "a.py"}


def test_both_branches_of_a_merge_recorded_the_same(desk: Desk):
    found, states = desk.said({"a.py": CODE}, desk.approved(CODE), desk.approved(CODE, identity="DEV-0002"))
    assert [(each.covers, each.deviation) for each in found] == [(True, "DEV-0001")]
    assert set(states.values()) == {State.APPROVED}
    terms = Terms()
    both = [desk.approved(CODE), desk.approved(CODE, identity="DEV-0002")]
    told = match(desk.sightings({"a.py": CODE}), both, TODAY, terms, {"a.py": CODE})[1]["DEV-0002"]
    assert told.rival == "DEV-0001" and told.note.endswith("; DEV-0001 is about the same finding")


def test_a_rule_that_was_renamed_keeps_its_deviations(standard: Standard, tmp_path: Path, desk: Desk):
    from attrs import evolve

    from aseptic.analysis.projects.loading import load

    rule = standard.rules["INJ-003"]
    named = evolve(rule, heading=evolve(rule.heading, formerly=(*rule.heading.formerly, "INJ-993")))
    project = evolve(load(tmp_path, standard), adopted=evolve(standard, rules={**standard.rules, "INJ-003": named}))
    record = evolve(desk.approved(CODE), rule="INJ-993")
    (now,) = evolve(project, shelf=evolve(project.shelf, deviations=(record,))).deviations
    assert (now.rule, now.digest) == ("INJ-003", record.digest)
    assert desk.said({"a.py": CODE}, now)[0][0].covers


GOLDEN = {
    "import os\nos.system(x)\n": "6109e00c3c9d3c04",
    "import os as o\ndef f(a, *, b=1, **c):\n    return o.system(f'{a:>{b}} {c!r}')\n": "375cae9e3cc111ff",
    "import hashlib\nasync def f(x):\n    async with g(hashlib.md5(x)) as (y, *z):\n        pass\n": "52c7491c63dff129",
    "import subprocess\nx = [subprocess.run(i, shell=True) for i in y if (z := i)]\n": "d977fce08a1830d3",
    "try:\n    g()\nexcept Exception as e:\n    pass\n": "77b936ce02534211",
}


@pytest.mark.parametrize(("text", "statement"), GOLDEN.items())
def test_fingerprints_are_these_on_every_python(desk: Desk, text: str, statement: str):
    assert [each.statement for each in desk.sightings({"a.py": text})][:1] == [statement]


BLOCK = ["        log(name)\n", "        done(name)\n", "        check(1)\n", "        if name:\n            go()\n"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(BLOCK), max_size=4),
    st.lists(st.sampled_from(BLOCK), max_size=4),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "# a\n\n", "import re\n", "def new():\n    return 1\n\n\n"]),
)
def test_formatting_and_unrelated_edits_never_lose_it(
    desk: Desk, above: list[str], below: list[str], spread: bool, ending: str, first: str
):
    line = LINE.replace("(f", "(\n            f").replace(", shell", ",\n            shell") if spread else LINE
    text = first + CODE.replace(LINE, "".join((*above, line, *below)))
    found, states = desk.said({"a.py": text.replace("\n", ending)}, desk.approved(CODE))
    assert [each.covers for each in found] == [True]
    assert states == {"DEV-0001": State.APPROVED}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*BLOCK, LINE]), min_size=1, max_size=7), st.booleans())
def test_of_any_number_of_twins_at_most_one_is_covered_and_only_between_its_neighbours(
    desk: Desk, body: list[str], keep: bool
):
    record = desk.approved(CODE)
    inner = "".join(body)
    text = CODE.replace(LINE, LINE + inner if keep else inner)
    seen = desk.sightings({"a.py": text})
    found, _ = desk.said({"a.py": text}, record)
    covered = [at for at, each in enumerate(found) if each.covers]
    assert len(covered) <= 1
    if len(seen) > 1:
        assert all(seen[at].around == record.fingerprint.around for at in covered)


PAIR = "import os\n\n\ndef run(x):\n    while x:\n        {}os.system(x)\n    while x:\n        {}os.system(x)\n"


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize(
    "how", ["# deviation: DEV-0001\n        ", "# deviation: DEV-0009, DEV-0001\n        # why\n        "]
)
def test_a_comment_above_a_twin_says_that_it_is_meant(desk: Desk, at: int, how: str):
    record = desk.approved(PAIR.format("", "").replace("    while x:\n        os.system(x)\n", "", 1), 0)
    assert {each.state for each in desk.said({"a.py": PAIR.format("", "")}, record)[0]} == {State.AMBIGUOUS}
    text = PAIR.format(*(how if number == at else "" for number in (0, 1)))
    assert [each.covers for each in desk.said({"a.py": text}, record)[0]] == [at == 0, at == 1]


@pytest.mark.parametrize(
    "other", ["# implements: DEV-0001", "# verifies: DEV-0001", "'# deviation: DEV-0001'", "# DEV-0001"]
)
def test_no_other_comment_does(desk: Desk, other: str):
    record = desk.approved(PAIR.format("", "").replace("    while x:\n        os.system(x)\n", "", 1), 0)
    text = PAIR.format(f"{other}\n        ", "")
    assert not any(each.covers for each in desk.said({"a.py": text}, record)[0])
