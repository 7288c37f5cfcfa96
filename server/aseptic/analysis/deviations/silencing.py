"""A silencing comment beside the findings that it is meant for, and both turned into records of deviations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from attrs import frozen

from aseptic.analysis.deviations.recording import Draft, Recorded, drafted, quote_anew
from aseptic.analysis.fixing.withholding import is_test
from aseptic.analysis.matching.placed_finding import PlacedFinding
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.checks.bandit.loading import test_names
from aseptic.checks.silencer import Silencer, Tool, misheard, reasons, silencers, without
from aseptic.records.authority import barred
from aseptic.records.ground import Ground
from aseptic.records.reasons import COMMENT_SAID
from aseptic.records.terms import Terms
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Span

_OF_SECRETS = frozenset((259, 321, 522, 547, 798))
"""Weaknesses (CWE) that a scanner for secrets finds."""
_FALSE = re.compile(r"\bfalse[ -]?(?:positive|alarm)|\bFP\b|\bnot an? (?:secret|password|finding|issue)\b", re.I)
"""Words by which people say that a finding is none."""
_CLOSING = re.compile(r"(?:[\s)\]},;]|\.\w+|\(\s*\))*")
"""What may stand behind a finding to the end of its statement: closing brackets, and `.read()`."""
S = TypeVar("S", bound=PlacedFinding)


class HalfWrittenError(Exception):
    """A record that could not be written; the comment stays, and so do the records of `ids`, written before it."""

    def __init__(self, ids: tuple[str, ...], rule: str, error: OSError) -> None:
        """Say which records stand, and why the one for a finding of `rule` does not."""
        super().__init__(error.strerror or str(error))
        self.ids = ids
        self.rule = rule


@frozen(eq=False)
class Silenced(Generic[S]):
    """A comment, and the findings that it is meant to silence; at least one."""

    comment: str
    span: Span
    """Where the comment stands in the document."""
    silencers: tuple[Silencer, ...]
    findings: tuple[S, ...]

    @property
    def reason(self) -> str:
        """What somebody wrote beside it, if anything."""
        return "; ".join(reasons(self.silencers))

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules whose findings it is meant for, each once."""
        return tuple(dict.fromkeys(each.finding.rule for each in self.findings))


@frozen
class Turned:
    """The records that stand in a comment's place, and the edit that says so in the code."""

    ids: tuple[str, ...]
    first: Recorded | None
    """The first record that was written; None where each finding had one already."""
    edit: Edit


def silenced(project: Project, lines: Sequence[str], findings: Sequence[S], placed: S) -> Silenced[S] | None:
    """Return what the comment that `placed` is about silences; None where it is about none, or nothing is there.

    `lines` is the document's text, `findings` are all its findings.
    """
    span = placed.span
    if not _of_comments(project, placed) or span.start.line != span.end.line or span.start.line >= len(lines):
        return None
    line = lines[span.start.line]
    comment = line[span.start.column : span.end.column]
    found = silencers(comment, test_names())
    alone = not line[: span.start.column].strip()
    place = _below(lines, span.start.line) if alone and any(map(_may_precede, found)) else span.start.line
    if found and any(each.below for each in found):
        place = _below(lines, span.start.line)
    own = [each for each in findings if not _of_comments(project, each) and _stands_on(lines, each, placed, place)]
    meant = tuple(each for each in own if any(_meant(project, one, each) for one in found))
    return Silenced(comment, span, found, meant) if meant else None


def spent(project: Project, lines: Sequence[str], findings: Sequence[S], placed: S) -> str | None:
    """Return what is left of a comment without silencers whose tests, all looked for here, find nothing there.

    None for any other comment: what silences every test, or another tool's, may still be there for something.
    """
    if silenced(project, lines, findings, placed) is not None or not _of_comments(project, placed):
        return None
    span = placed.span
    if span.start.line != span.end.line or span.start.line >= len(lines):
        return None
    comment = lines[span.start.line][span.start.column : span.end.column]
    found = silencers(comment, test_names())
    rules, owners = project.standard.rules, project.standard.by_bandit
    looked_for = (test in owners and owners[test].id in rules for each in found for test in each.tests)
    own = all(each.tests and each.tool in (Tool.BANDIT, Tool.RUFF) for each in found)
    return without(comment, found, "") if found and own and all(looked_for) else None


@frozen(eq=False)
class Turning:
    """A comment that is about to be turned: what is recorded of its findings, and what will be."""

    snapshot: Snapshot
    found: Silenced[ChunkFinding]
    ids: tuple[str, ...]
    """The records of its findings, in their order; empty where one is still to be written."""
    drafts: tuple[tuple[Draft, ChunkFinding], ...]

    def recorded(self, seal: Callable[[], object] = lambda: None) -> tuple[Recorded, ...]:
        """Write the records that are missing. Git is asked, and nothing of a session is looked at.

        `seal` is as in `Draft.recorded`. Raises HalfWrittenError where some of several records were written.
        """
        written: list[Recorded] = []
        for draft, each in self.drafts:
            try:
                written.append(draft.recorded(seal))
            except OSError as error:
                raise HalfWrittenError(tuple(one.id for one in written), each.finding.rule, error) from error
        return tuple(written)

    def turned(self, written: Sequence[Recorded]) -> Turned:
        """Have the records that were written show the code with the new comment, and return the edit that writes it."""
        new = iter(written)
        ids = tuple(dict.fromkeys(each or next(new).id for each in self.ids))
        named = ", ".join(ids)
        edit = Edit(self.found.span, without(self.found.comment, self.found.silencers, f"# deviation: {named}"))
        for one, (_, each) in zip(written, self.drafts, strict=True):
            quote_anew(self.snapshot, each, one, edit)
        return Turned(ids, written[0] if written else None, edit)


def turn(snapshot: Snapshot, found: Silenced[ChunkFinding], kind: Ground | None = None, reason: str = "") -> Turned:
    """Record a deviation for each finding that has none, and return the edit that names them in the comment's place.

    What is not the silencer stays of the comment; what it says stands behind the reason. The records show the code with
    the new comment. Without a kind it has the one that the comment and its file speak for. Raises HalfWrittenError
    where some of several records were written.
    """
    turning = prepared(snapshot, found, kind, reason)
    return turning.turned(turning.recorded())


def prepared(
    snapshot: Snapshot, found: Silenced[ChunkFinding], kind: Ground | None = None, reason: str = ""
) -> Turning:
    """Return what `turn` does."""
    kind = kind or likely(snapshot.path, found.reason)
    said = f"\n\n{COMMENT_SAID}".join(each for each in (reason.strip(), found.reason) if each)
    ids: list[str] = []
    drafts: list[tuple[Draft, ChunkFinding]] = []
    for each in found.findings:
        if each.disposition.state.recorded:
            ids.extend(filter(None, (each.disposition.deviation,)))
        elif not admits_none(snapshot.project, each):
            drafts.append((drafted(snapshot, each, kind, said), each))
            ids.append("")
    return Turning(snapshot, found, tuple(ids), tuple(drafts))


def standing(found: Silenced[S]) -> tuple[str, ...]:
    """Return the ids of the records that stand for a comment already; none where one of its findings has none."""
    ids = [each.disposition.deviation if each.disposition.state.recorded else "" for each in found.findings]
    return tuple(dict.fromkeys(ids)) if all(ids) else ()


def likely(path: str, reason: str) -> Ground:
    """Return the kind of deviation that a silencer's own words, or the file that it stands in, speak for."""
    if _FALSE.search(reason):
        return Ground.FALSE_POSITIVE
    return Ground.TEST_ONLY if is_test(path) else Ground.ACCEPTED_RISK


def turnable(project: Project, found: Silenced[S]) -> bool:
    """Say whether each finding has a record or may get one: what admits none is mended, and the comment with it."""
    return not any(admits_none(project, each) for each in found.findings)


def admits_none(project: Project, placed: PlacedFinding) -> bool:
    """Say whether no deviation from a finding's rule can stand."""
    return bool(barred(placed.finding.rule, Terms(project.tailoring.policy, project.mandatory)))


def told_otherwise(project: Project, lines: Sequence[str], placed: PlacedFinding) -> str:
    """Return what bandit makes of a comment where it is not what the comment says; else nothing."""
    span = placed.span
    if not _of_comments(project, placed) or span.start.line >= len(lines):
        return ""
    comment = lines[span.start.line][span.start.column : span.end.column]
    return misheard(comment, silencers(comment, test_names()), test_names())


def _of_comments(project: Project, placed: PlacedFinding) -> bool:
    return bool(project.standard.rules[placed.finding.rule].heading.detect.comments)


def _may_precede(silencer: Silencer) -> bool:
    return silencer.below or silencer.tool is Tool.SEMGREP


def _below(lines: Sequence[str], line: int) -> int:
    """Return the next line that holds code."""
    following = range(line + 1, len(lines))
    bare = ((at, lines[at][: line_end(lines[at])].strip()) for at in following)
    return next((at for at, text in bare if text and not text.startswith("#")), line)


def _stands_on(lines: Sequence[str], placed: PlacedFinding, comment: PlacedFinding, line: int) -> bool:
    """Whether a finding begins on a line, or its statement, the one that the comment stands on, reaches it.

    Behind what closes the statement its comment may stand, too.
    """
    if placed.span.start.line <= line <= placed.span.end.line:
        return True
    same = (placed.start, placed.scope) == (comment.start, comment.scope)
    statement = placed.finding.at_statement == comment.finding.at_statement
    if not (same and statement and placed.node.start.line <= line):
        return False
    return line <= placed.node.end.line or _closes(lines, Span(placed.node.end, comment.span.start))


def _closes(lines: Sequence[str], between: Span) -> bool:
    """Whether nothing but what closes a statement stands between a finding and a comment below it."""
    first, last = between.start, between.end
    if first.line >= last.line or last.line >= len(lines):
        return False
    parts = (lines[first.line][first.column :], *lines[first.line + 1 : last.line], lines[last.line][: last.column])
    return _CLOSING.fullmatch("".join(parts)) is not None


def _meant(project: Project, silencer: Silencer, placed: PlacedFinding) -> bool:
    if silencer.tool is Tool.SECRETS:
        return not _OF_SECRETS.isdisjoint(project.standard.rules[placed.finding.rule].heading.cwe)
    return not silencer.tests or placed.finding.rule in set(_rules(project, silencer)) | _found_by(silencer, placed)


def _rules(project: Project, silencer: Silencer) -> Iterator[str]:
    owners = project.standard.by_bandit
    return (owners[test].id for test in silencer.tests if test in owners)


def _found_by(silencer: Silencer, placed: PlacedFinding) -> set[str]:
    return set() if frozenset(placed.finding.bandit).isdisjoint(silencer.tests) else {placed.finding.rule}
