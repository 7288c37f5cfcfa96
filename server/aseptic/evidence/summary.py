"""The standard against the code: for each rule who holds it, what was found, and what does not apply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen

from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scan import Report
from aseptic.analysis.scanning.scanned import Scanned
from aseptic.evidence.account import enforcement, in_part
from aseptic.evidence.families import families
from aseptic.evidence.json_values import json_values
from aseptic.records.matching import State
from aseptic.source.counting import counted
from aseptic.standard.rule import Rule

_ASKED = {"review": "a question for the review", "test": "a question for the tests"}
_WAITING = (State.PROPOSED, State.AMENDED)


@frozen
class Row:
    """One rule and how the project stands to it. Each finding is counted once."""

    rule: str
    title: str
    held: str
    """tool, declared (nothing looks for it yet), review or test."""
    open: int = 0
    """Findings that no record speaks for."""
    proposed: int = 0
    """Findings whose deviation waits for approval."""
    deviated: int = 0
    """Findings that an approved deviation covers."""
    not_applicable: str = ""
    """Why the project says that the rule does not apply."""
    excluded: str = ""
    """Why the project leaves the rule out."""
    not_looked_for: tuple[str, ...] = ()
    """What the rule forbids besides, and no detector sees yet."""
    files: int = 0
    """Files that were held against it."""

    @property
    def by(self) -> str:
        """Say who holds it, and whether all of it."""
        return in_part(self.held, self.not_looked_for)

    @property
    def state(self) -> str:
        """Say it in a few words."""
        if self.excluded:
            return f"left out: {self.excluded}"
        counts = ((self.open, "open"), (self.proposed, "with a proposed deviation"), (self.deviated, "deviated"))
        found = ", ".join(f"{count} {words}" for count, words in counts if count)
        if self.not_applicable:
            reason = f"not applicable: {self.not_applicable}"
            return f"{found}, though declared {reason}" if found else reason
        if self.held != "tool":
            return found or _ASKED.get(self.held, "not looked for yet, a question for the review")
        if not (found or self.files):
            return "not checked"
        clean = f"no finding in {counted(self.files, 'file')}"
        if self.not_looked_for:
            return f"{found or clean}, in part: {'; '.join(self.not_looked_for)} is not looked for yet"
        return found or f"complies, {clean}"


@frozen
class Summary:
    """All rules, and how much of the code they were held against."""

    rows: tuple[Row, ...]
    files: int
    unchecked: int
    """Places that nobody could check: what complies, complies elsewhere."""

    @property
    def extent(self) -> str:
        """Say what was looked at."""
        files = f"{counted(self.files, 'file')} checked"
        places = f"{counted(self.unchecked, 'place')} not checked"
        return f"{files}, {places}" if self.unchecked else files


def summary(project: Project, report: Report) -> Summary:
    """Hold a project's rules against a scan of it. Files of other projects inside it are theirs to count."""
    files = [each for each in report.files if each.project is None or each.project.root == project.root]
    counts = _counts(files)
    checked = sum(each.project is not None for each in files)
    chapters = families(project.adopted.rules.values(), project.standard.head)
    rows = (_row(project, rule, counts, checked) for chapter in chapters for rule in chapter.rules)
    return Summary(tuple(rows), checked, sum(len(each.unchecked) for each in files))


def summary_values(body: Summary) -> dict[str, Any]:
    """Return a summary as plain values."""
    rows = [{**json_values(row), "state": row.state} for row in body.rows]
    return {"format": 1, "files": body.files, "notChecked": body.unchecked, "rules": rows}


def summary_text(body: Summary) -> str:
    """Write a summary as text, a line a rule however long it is."""
    cells = [(row.rule, row.title, row.by, " ".join(row.state.split())) for row in body.rows]
    widths = [max((len(row[at]) for row in cells), default=0) for at in range(3)]
    lines = ("  ".join((*map(str.ljust, row, widths), row[-1])) for row in cells)
    return "".join(f"{line}\n" for line in (*lines, body.extent))


def summary_markdown(body: Summary) -> str:
    """Write a summary as a table."""
    rows = (_cells((row.rule, row.title, row.by, row.state)) for row in body.rows)
    return "\n".join(("| rule | title | held by | state |", "|---|---|---|---|", *rows, "", f"{body.extent}.", ""))


def _cells(cells: Sequence[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |"


def _counts(files: Iterable[Scanned]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for file in files:
        for placed in file.findings:
            disposition = placed.disposition
            kind = "deviated" if disposition.covers else "proposed" if disposition.state in _WAITING else "open"
            if disposition.state is not State.NOT_A_FINDING:
                found[placed.finding.rule, kind] += 1
    return found


def _row(project: Project, rule: Rule, counts: Counter[tuple[str, str]], files: int) -> Row:
    tailoring = project.tailoring
    here = project.standard.rules.get(rule.id)
    if here is None:
        return Row(rule.id, rule.title, enforcement(rule), excluded=project.standard.left_out[rule.id])
    return Row(
        rule.id,
        rule.title,
        enforcement(here),
        *(counts[rule.id, kind] for kind in ("open", "proposed", "deviated")),
        not_applicable=tailoring.not_applicable.get(rule.id, ""),
        not_looked_for=here.heading.detect.flow,
        files=files,
    )
