"""Findings as text: the place, the lines round it with the breach underlined, what is wrong, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from shlex import quote

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from aseptic.analysis.matching.placed_finding import PlacedFinding
from aseptic.analysis.projects.project import Project
from aseptic.analysis.scanning.scan import Report
from aseptic.analysis.scanning.scanned import Scanned
from aseptic.cli.verdict import fails, passing, places, verdict
from aseptic.evidence.integrity import integrity, integrity_text, open_types
from aseptic.feedback.problems import Diagnosis, Weight, diagnosis
from aseptic.records.disposition import PLACE
from aseptic.source.counting import counted
from aseptic.source.document import line_end
from aseptic.source.printable import on_one_line
from aseptic.source.span import Position, Span

_STYLES = {
    Weight.ERROR: "bold red",
    Weight.WARNING: "bold yellow",
    Weight.INFORMATION: "bold cyan",
    Weight.HINT: "dim",
}
_PLURAL = {
    Weight.ERROR: "errors",
    Weight.WARNING: "warnings",
    Weight.INFORMATION: "for information",
    Weight.HINT: "hints",
}
_TAB = 4
_WIDEST = 200
"""Characters of a line beyond which only the part round the breach is shown."""
_ROUND = 60


def print_report(report: Report, console: Console, everything: bool = False) -> None:
    """Print a whole report, what makes the check fail last.

    What passes by a record or the baseline is counted, and one that presses has a line; `everything` shows it whole.
    """
    settled = _settled(report)
    for file, project, placed in sorted(report.findings, key=lambda each: fails(*each[1:])):
        state = placed.disposition.state
        if everything or not state.passes:
            console.print(excerpt(file, project, placed, settled.get(placed, "")), soft_wrap=True)
        elif state.pressing:
            console.print(_headline(file, diagnosis(project, placed), placed.span.start), soft_wrap=True)
    for line in _not_checked(report):
        console.print(line, soft_wrap=True)
    console.print(Text(integrity_text(integrity(report)), "dim"), soft_wrap=True)
    console.print(_summary(report, everything), soft_wrap=True)
    for place in places(report):
        console.print(Text(on_one_line(place)), soft_wrap=True)
    if why := verdict(report):
        console.print(Text(why, "bold"), soft_wrap=True)


def _settled(report: Report) -> dict[PlacedFinding, str]:
    """Return the silencing comments whose findings have records already, with what is to be said of each."""
    found: dict[PlacedFinding, str] = {}
    for file in report.files:
        if file.project is not None and file.project.shelf.deviations and file.findings:
            from aseptic.analysis.deviations.causes import answered  # most projects are spared what records need

            for comment, ids in answered(file.project, file).items():
                named = ", ".join(ids)
                found[comment] = f"; {named} is recorded for what it hides: write '# deviation: {named}' here"
    return found


def excerpt(file: Scanned, project: Project, placed: PlacedFinding, more: str = "") -> Text:
    """Return one finding as text, with more to be said of it behind its message."""
    said, span = diagnosis(project, placed), placed.span
    style = _STYLES[said.weight]
    text = _headline(file, said, span.start).append(on_one_line(more))
    number = str(span.start.line + 1)
    gutter = " " * len(number)
    text.append("\n")
    before, breach, after = map(on_one_line, _parts(file.quotes.get(span.start.line, ""), span))
    text.append(f"{number} │ ", "dim")
    text.append(f"{before}{breach}{after}\n")
    text.append(f"{gutter} │ ", "dim")
    text.append(" " * cell_len(before))
    text.append("~" * max(cell_len(breach), 1), style)
    text.append("\n")
    return text


def _headline(file: Scanned, said: Diagnosis, start: Position) -> Text:
    at = f"{file.shown}:{start.line + 1}"
    return Text.assemble(
        (on_one_line(f"{at}:{start.column + 1}"), "bold"),
        "  ",
        (f"{said.weight.value} {said.code}", _STYLES[said.weight]),
        f"  {on_one_line(said.message.replace(PLACE, quote(at)))}",
    )


def _parts(line: str, span: Span) -> tuple[str, str, str]:
    """Return what stands before, in and after the breach on its first line, of a very long line the part round it."""
    stop = line_end(line)
    end = span.end.column if span.end.line == span.start.line else stop
    before = line[: span.start.column].expandtabs(_TAB)
    breach = line[:end].expandtabs(_TAB)[len(before) :]
    after = line[:stop].expandtabs(_TAB)[len(before) + len(breach) :]
    if len(before) + len(breach) + len(after) > _WIDEST:
        before = f"…{before[-_ROUND:]}" if len(before) > _ROUND else before
        breach = f"{breach[:_ROUND]}…" if len(breach) > _ROUND else breach
        after = f"{after[:_ROUND]}…" if len(after) > _ROUND else after
    return before, breach, after


def _not_checked(report: Report) -> Iterator[Text]:
    for file in report.files:
        for each in file.unchecked:
            place = each.path if each.first is None else f"{each.path}:{each.first + 1}-{(each.last or 0) + 1}"
            text = Text(on_one_line(place), "bold")
            text.append("  not checked", "bold magenta")
            text.append(f"  {on_one_line(f'{each.reason}; {each.cure}')}")
            yield text
        if file.open_types:
            text = Text(on_one_line(file.shown), "bold")
            text.append("  types open", "bold magenta")
            text.append(f"  {open_types(file.open_types)}; allow more with --types-seconds")
            yield text


def _summary(report: Report, everything: bool) -> Text:
    """Count what is open by its weight, what passes by why, and say how much was looked at."""
    open_ones = (each for each in report.findings if not each[2].disposition.state.passes)
    weights = Counter(diagnosis(project, placed).weight for _, project, placed in open_ones)
    parts = [
        f"{weights[weight]} {_PLURAL[weight] if weights[weight] != 1 else weight.value}"
        for weight in Weight
        if weights[weight]
    ]
    passed = passing(report)
    hidden = "" if everything else " (--all shows them)"
    said = ", ".join(parts) if parts else "no open findings" if passed else "no findings"
    known = f"; passed: {passed}{hidden}" if passed else ""
    missing = sum(len(file.unchecked) for file in report.files)
    left = f", {counted(missing, 'place')} not checked" if missing else ""
    digests = sorted({file.project.standard.digest[:12] for file in report.files if file.project})
    files = len(report.files)
    return Text(f"{counted(files, 'file')}: {said}{known}{left} · standard {', '.join(digests) or 'none'}")
