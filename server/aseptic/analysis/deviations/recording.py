"""A finding to a record on disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from attrs import frozen

from aseptic.analysis.deviations.meanwhile import twin
from aseptic.analysis.deviations.measuring import measures
from aseptic.analysis.fixing.proof import proved
from aseptic.analysis.matching.placed_finding import PlacedFinding, sighting
from aseptic.analysis.projects.alone import alone
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.quotation import quotation, used_names
from aseptic.analysis.sessions.snapshot import ChunkFinding, Snapshot
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.identity import git_user
from aseptic.analysis.versioning.trees import names_ever
from aseptic.checks.definition import Definitions, defined_in
from aseptic.records.amending import with_section
from aseptic.records.authority import barred, last_day
from aseptic.records.deviation import DEVIATION, Premise
from aseptic.records.drafting import draft, quoted
from aseptic.records.filing import file_new, ignore_drafts, replace_record
from aseptic.records.forms import following
from aseptic.records.ground import Ground
from aseptic.records.passes import Sighting
from aseptic.records.terms import Terms
from aseptic.source.document import line_end, split_lines
from aseptic.source.frontmatter import read_page
from aseptic.source.span import Edit, Span

_PREMISES = 8
"""Premises that a draft names at most."""
_PATIENCE = 5
"""Seconds that one waits for others who write a record, which takes milliseconds."""


@frozen
class Recorded:
    """A record that was just written."""

    id: str
    path: Path
    text: str
    """What was written."""
    place: Span
    """The first prompt that somebody's words are to replace; where none is left, the end of the reasons, and empty."""


def find(snapshot: Snapshot, key: dict[str, Any]) -> ChunkFinding | None:
    """Return the finding that a key names, as `feedback.problems.key_of` made it; None where it is gone."""
    for placed in snapshot.findings:
        fingerprint = placed.finding.fingerprint
        if (
            placed.finding.rule == key.get("rule")
            and placed.scope == key.get("scope")
            and fingerprint.statement == key.get("statement")
            and f"{placed.ordinal}/{placed.equals}" == key.get("of")
        ):
            return placed
    return None


def unrecordable(project: Project, placed: PlacedFinding) -> str:
    """Return why no deviation can be recorded for a finding, in one line; empty where one can."""
    rule, said = placed.finding.rule, placed.disposition
    if why := barred(rule, Terms(project.tailoring.policy, project.mandatory)):
        return f"{why}: mend the code"
    if said.state.recorded:
        return f"{said.deviation} is recorded for this finding already" if said.deviation else f"{rule} has its record"
    return ""


@frozen(eq=False)
class Draft:
    """A record as it will be written: all that a document tells of it is known, and git was not asked yet."""

    project: Project
    seen: Sighting
    text: Callable[[str, str], str]
    """Its text, for who raises it and its id."""
    prompts: tuple[bool, bool]
    """Whether its reasons are given, and why its replacement is not taken."""

    def recorded(self, seal: Callable[[], object] = lambda: None) -> Recorded:
        """Ask git who raises it and which ids it had, and write it. It looks at nothing that changes but the disk.

        `seal` is called before anything is written; what it raises leaves nothing. Raises as `record_deviation` does.
        """
        project = self.project
        folder = project.records / DEVIATION.folder
        if not project.settings.ids.deviation:
            raise OSError("what its id looks like is set in pyproject.toml, which cannot be read; mend that first")
        if not project.root.is_dir():
            raise OSError(f"{project.root} is not there")
        if not Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(project.root)):
            raise OSError("it leads out of the project by a link, and records there are not read")
        raised_by = git_user(project.root)
        ids = following(project.settings.ids.deviation, _taken(project))
        seal()
        ignore_drafts(project.records)
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder, _PATIENCE):
            if other := twin(project, self.seen):
                raise FileExistsError(f"{other} was recorded for this finding meanwhile, by another program")
            identity, path = file_new(folder, ids, partial(self.text, raised_by))
        written = self.text(raised_by, identity)
        return Recorded(identity, path, written, _to_write(path.name, written, *self.prompts))


def record_deviation(
    snapshot: Snapshot,
    placed: ChunkFinding,
    kind: Ground = Ground.ACCEPTED_RISK,
    reason: str = "",
    permit: str = "",
    why_not: str = "",
) -> Recorded:
    """Write a proposed deviation for a finding, with its reasons, and the permit it stands under, where that is known.

    Raises OSError where the records' folder cannot be written, or lies outside the project by a link, and
    FileExistsError where somebody else recorded one for the finding meanwhile.
    """
    return drafted(snapshot, placed, kind, reason, permit, why_not).recorded()


def drafted(
    snapshot: Snapshot,
    placed: ChunkFinding,
    kind: Ground = Ground.ACCEPTED_RISK,
    reason: str = "",
    permit: str = "",
    why_not: str = "",
) -> Draft:
    """Return what `record_deviation` writes."""
    project = snapshot.project
    replacement = next((each.title for each in proved(snapshot, placed)), "")
    expires = last_day(placed.finding.rule, snapshot.today, project.demands)
    shown = quotation(snapshot, placed)
    names = own_names(snapshot, placed)
    premises = tuple(Premise(f"{snapshot.path}::{name}") for name in names)
    held = measures(project.root, snapshot.path, names)
    seen = sighting(snapshot.path, placed)

    def text(raised_by: str, identity: str) -> str:
        return draft(
            identity,
            seen,
            raised_by,
            snapshot.today,
            expires,
            shown.code,
            replacement,
            kind,
            shown.names,
            premises,
            reason,
            held,
            permit,
            why_not,
        )

    return Draft(project, seen, text, (bool(reason.strip()), bool(why_not.strip())))


def own_names(snapshot: Snapshot, placed: ChunkFinding) -> tuple[str, ...]:
    """Return the names of its module's own that a finding's statement uses, as far as a draft names them."""
    module = Definitions(text := "".join(snapshot.lines))
    used = defined_in(text, used_names(snapshot, placed))
    return tuple(each for each in used if not module.hides(placed.scope, each))[:_PREMISES]


def _taken(project: Project) -> frozenset[str]:
    """Return the ids of the records that lie there, and of those that git had: a report may still name one."""
    had = names_ever(Git(project.root), f"{project.settings.records}/{DEVIATION.folder}")
    return project.shelf.taken | {each.removesuffix(".md") for each in had}


def quote_anew(snapshot: Snapshot, placed: ChunkFinding, recorded: Recorded, remark: Edit) -> None:
    """Have a record that was just written show its code with another comment, as it will stand from now on.

    Where the record cannot be written again, or somebody wrote in it meanwhile, it shows the comment that was there.
    """
    now = quotation(snapshot, placed, remark)
    with suppress(OSError, UnicodeDecodeError):
        before = recorded.path.read_bytes()
        text = with_section(before.decode("utf-8"), "Code when raised", quoted(now.code, now.names))
        replace_record(snapshot.project.root, recorded.path, before, text)


def _to_write(name: str, text: str, reasoned: bool, whole: bool) -> Span:
    """Return what of a draft is to be written next: never words that somebody gave."""
    page, _ = read_page(name, text)
    reasons, other = (page.section(each) if page else None for each in ("Justification", "Why not the replacement"))
    lines = split_lines(text)
    prompted = (None if whole else other) if reasoned else reasons
    if prompted is not None:
        line = prompted.line + 1
        return Span.of(line, 0, line, line_end(lines[line]))
    last = reasons.line + len(split_lines(reasons.body.rstrip())) if reasons else 0
    end = line_end(lines[last])
    return Span.of(last, end, last, end)
