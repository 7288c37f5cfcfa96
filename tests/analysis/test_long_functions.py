"""While somebody types in a long function, its findings are those of a fresh analysis of the same text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aseptic.analysis.documents.incremental import Analysis, edited, fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.source.document import Document
from aseptic.source.parse import Parsed
from aseptic.source.rescoped import Resolved, Scoped, rescoped
from aseptic.source.span import Edit, Span
from aseptic.source.view import View

TEXT = """\
import os
import subprocess as sp
import yaml


class Pump(Base):
    def treat(self, patient, run=os.system, *, shell=True):
        assert patient
        start = sp.run
        for each in patient:
            start = os.system
            each.go(patient)
            if each:
                start(each)
                print(each)
        table = {"run": os.system}
        table["run"](patient)

        def inner(value):
            start("x " + value)
            yaml.load(value)
            return lambda run: run(value)

        try:
            sp.run(patient, shell=shell)
            inner(patient)
        except Exception:
            pass
        with open(patient) as file:
            password = "f3a9-c07b"
            file.write(password)
        return [start(run) for run in (os.system, os.popen)]


import pickle

danger = eval
"""
LINES = tuple(
    "pass|start(patient)|os.system(patient)|run(patient)|eval(patient)|return (lambda start: start(patient))(os.popen)|raise x"
    "|(lambda run: run(patient))(os.system)|[start(run) for start in (os.popen, print)]|start = print|run = eval"
    "|os = patient|start = os.popen|start, run = os.popen, eval|global start|nonlocal start|del start|import os.path as os"
    "|assert patient < 3|sp.run(patient, shell=True)|super().treat(patient)|table['run'] = print|self.run = os.system"
    "|self.run(patient)|(start := os.popen)(patient)|print(patient); run(patient)|# nothing|start(|if start: run(patient)"
    "|password = 'Abc-123'|yaml.load(patient, yaml.SafeLoader)|inner(eval)|partial(os.system, patient)()|pickle|pickle.loads(patient)"
    "|danger|danger(patient)|# danger(patient)|# why||locals()['dan' + 'ger'](patient)|globals()['dan' 'ger'](patient)"
    "|getattr(pickle, 'lo' + 'ads')(patient)|table = {'run': danger}|each.go(patient)  # danger|run = danger|# nosec"
    "|vars(danger)|getattr(pickle, 'loads')(danger)|'{}'.format(danger)".split("|")
)
EDITS = st.lists(st.tuples(st.integers(7, 33), st.sampled_from(LINES)), min_size=1, max_size=12)


def shown(analysis: Analysis) -> list[tuple[int, object]]:
    """Return what is found, with its place; of what does not parse nothing."""
    return [
        (start, finding)
        for start, entry in analysis.found
        if entry.checked.broken is None
        for finding in entry.findings
    ]


@settings(max_examples=15, deadline=None)
@example([(11, "run(patient)"), (11, "start(patient)"), (11, "start = print"), (13, "start(patient)")])
@example(
    [(28, "start(patient)"), (28, "(lambda run: run(patient))(os.system)"), (28, "(lambda run: run(patient))(print)")]
)
@example([(13, "globals()['dan' + 'ger'](patient)"), (17, "danger"), (17, "# danger"), (17, "pickle"), (17, "# why")])
@example([(30, "# pickle"), (30, "# danger"), (13, "danger(patient)"), (13, "pickle"), (13, "start(patient)")])
@example([(8, "locals()['dan' + 'ger'](patient)"), (7, "danger")])
@given(EDITS)
def test_what_is_found_is_what_a_fresh_analysis_finds(memo: Memo, edits: list[tuple[int, str]]) -> None:
    typing = Memo(memo.checker)
    analysis = fresh(Document.of(TEXT), typing)
    for line, written in edits:
        old = analysis.document.lines[line]
        indent = len(old) - len(old.lstrip())
        edit = Edit(Span.of(line, indent, line, len(old.rstrip("\n"))), written)
        document, change = analysis.document.edited(edit)
        analysis = edited(analysis, document, change, typing)
        assert shown(analysis) == shown(fresh(document, Memo(memo.checker)))


SPACED = st.lists(
    st.tuples(
        st.integers(5, 40),
        st.sampled_from(
            ("", "    ", "        ", "\t", "-", *LINES[:14], *LINES[20:26], "each.go(patient)", "# deviation: DEV-0001")
        ),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=15, deadline=None)
@example([(8, ""), (9, "    "), (9, "-"), (12, "# deviation: DEV-0001"), (12, ""), (14, "-"), (13, "")])
@example([(12, ""), (12, "os.system(patient)"), (13, ""), (14, "-"), (23, ""), (33, "    ")])
@example(
    [(15, ""), (15, "start(patient)"), (16, ""), (16, "    "), (17, "run(patient)"), (31, ""), (31, "each.go(patient)")]
)
@example([(11, "start = os.popen"), (15, "    "), (15, "start(patient)"), (15, "run(patient)"), (12, ""), (12, "each")])
@given(SPACED)
def test_blank_lines_move_what_is_found_and_are_typed_on(memo: Memo, edits: list[tuple[int, str]]) -> None:
    """What is written stands on a blank line, or on a new one above another; a blank line may go, too."""
    typing = Memo(memo.checker)
    analysis = fresh(Document.of(TEXT), typing)
    for line, written in edits:
        if line >= len(lines := analysis.document.lines):
            continue
        if written == "-":
            edit = Edit(Span.of(line, 0, line + (not lines[line].strip()), 0), "")
        else:
            blank = bool(written.strip()) and not lines[line].strip()
            said = next(each for each in (lines[line::-1] if blank else lines[line:]) if each.strip() or not blank)
            indent = said[: len(said) - len(said.lstrip())] if written.strip() else ""
            end = len(lines[line].rstrip("\n")) if blank else 0
            edit = Edit(Span.of(line, 0, line, end), f"{indent}{written}{'' if blank else chr(10)}")
        document, change = analysis.document.edited(edit)
        analysis = edited(analysis, document, change, typing)
        assert shown(analysis) == shown(fresh(document, Memo(memo.checker)))


def test_a_blank_line_takes_no_detector(memo: Memo, monkeypatch: pytest.MonkeyPatch) -> None:
    typing = Memo(memo.checker)
    analysis = fresh(Document.of(TEXT), typing)
    monkeypatch.setattr(Memo, "_read_and_check", None)
    for line, column, written in ((13, 27, "\n                "), (14, 16, "\n"), (20, 32, "\n        ")):
        document, change = analysis.document.edited(Edit(Span.of(line, column, line, column), written))
        analysis = edited(analysis, document, change, typing)
    monkeypatch.undo()
    assert shown(analysis) == shown(fresh(analysis.document, Memo(memo.checker)))
    assert len(shown(analysis)) > len(("os.system", "yaml.load", "password"))


def test_where_nothing_is_bound_scopes_are_taken_over(memo: Memo, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[bool] = []

    def counted(old: Resolved, new: Parsed, view: View) -> Scoped | None:
        nodes = rescoped(old, new, view)
        taken.append(nodes is not None)
        return nodes

    monkeypatch.setattr("aseptic.checks.detector.rescoped", counted)
    typing = Memo(memo.checker)
    analysis = fresh(Document.of(TEXT), typing)
    for written in (
        "each.start(patient)",
        "each.start(patient, 1)",
        "value = each",
        "each.start(patient, 2)",
        "each.go()",
    ):
        line = 11
        old = analysis.document.lines[line]
        document, change = analysis.document.edited(Edit(Span.of(line, 12, line, len(old) - 1), written))
        analysis = edited(analysis, document, change, typing)
    assert taken == [True, True, False, False, True]


def test_a_line_typed_below_another_takes_scopes_over(memo: Memo, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[bool] = []

    def counted(old: Resolved, new: Parsed, view: View) -> Scoped | None:
        nodes = rescoped(old, new, view)
        taken.append(nodes is not None)
        return nodes

    typing = Memo(memo.checker)
    analysis = fresh(Document.of(TEXT), typing)
    monkeypatch.setattr("aseptic.checks.detector.rescoped", counted)
    monkeypatch.delattr("aseptic.checks.detector.scoped")
    for line, column, written in (
        *((14, 27, "\n"), (15, 0, "            start(each)"), (15, 23, "\n\n"), (16, 0, "                # why")),
        *((17, 0, "            each"), (17, 16, "\n"), (18, 0, "            start(table)")),
    ):
        document, change = analysis.document.edited(Edit(Span.of(line, column, line, column), written))
        analysis = edited(analysis, document, change, typing)
    monkeypatch.undo()
    assert shown(analysis) == shown(fresh(analysis.document, Memo(memo.checker)))
    assert taken == [True] * 4
