"""How deviations stand by themselves, told in the record: what has ended, ends soon, or does not count as it is.

A check does not fail for it: the finding in the code does, and a record whose end is past is history some day.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from aseptic.analysis.approvals.amendment import amended_parts
from aseptic.analysis.matching.claims import terms_for
from aseptic.analysis.projects.place import relative
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.session import Session
from aseptic.feedback.problems import Condition, Weight
from aseptic.records.deviation import Deviation, Status
from aseptic.records.disposition import Disposition, State
from aseptic.records.forms import fits, numbered
from aseptic.records.grounds import Doubt
from aseptic.records.standing import standing

_OPEN = frozenset((Status.PROPOSED, Status.APPROVED))
_SHOWN = {
    State.EXPIRED: (Weight.WARNING, "expires"),
    State.EXPIRING: (Weight.INFORMATION, "expires"),
    State.AMENDED: (Weight.WARNING, "approved"),
    State.ORPHANED: (Weight.INFORMATION, "owner"),
    State.DOUBTFUL: (Weight.INFORMATION, "premises"),
    State.REJECTED: (Weight.WARNING, "rule"),
}


Amended = Callable[[Project, Deviation], Sequence[str]]
"""Tells what of a record is not what was approved, by the names of its parts; nothing where that is not known."""


def conditions(session: Session, amended: Amended = amended_parts) -> Iterator[tuple[Path, Condition]]:
    """Yield how deviations of the open projects stand: of those that end, and of those that are open in the editor."""
    for project in session.open_projects:
        for each in _of(session, project, amended):
            yield project.root / each.path, each


def _of(session: Session, project: Project, amended: Amended) -> Iterator[Condition]:
    """Yield the same of one project; what the other records rest on would cost too much to ask with each save."""
    today = session.today()
    soon = project.tailoring.policy.expiring_days
    found = [
        each
        for each in project.deviations
        if each.status in _OPEN
        and ((each.expires - today).days <= soon or project.root / each.record in session.attended)
    ]
    yield from _told(session, project, found, amended)


def conditions_of(session: Session, project: Project, records: Collection[str]) -> Iterator[Condition]:
    """Yield how some records of a project stand, by the names of their files, whether or not they end soon.

    Nobody is asked what of them changed, so that this costs no look into git.
    """
    found = [each for each in project.deviations if each.record in records and each.status in _OPEN]
    yield from _told(session, project, found, _unasked)


def _unasked(_: Project, __: Deviation) -> Sequence[str]:
    return ()


def _told(session: Session, project: Project, found: Sequence[Deviation], amended: Amended) -> Iterator[Condition]:
    today, beside = session.today(), session.beside(project)
    terms = terms_for(project, found, beside.digest, beside.unproved) if found else project.demands
    opened = {relative(path, project.root) for path in session.attended} if found else ()
    for each in found:
        stands = standing(each, today, terms)
        if stands.state is State.PROPOSED and each.id in terms.doubts:  # an approval would rest on nothing
            yield _groundless(each, terms.doubts[each.id])
        if each.record in opened and not fits(each.id, project.settings.ids.deviation):
            yield _called_as_before(each, project.settings.ids.deviation)
        if not each.unreasoned(terms.policy.shortest_justification) and (shown := _shown(each, stands)):
            weight, key = shown
            line = each.line(key) if key in each.page.fields else each.line("status")
            yield Condition(each.record, _said(project, each, stands, amended), stands.cure, line, key, weight)


def _said(project: Project, deviation: Deviation, stands: Disposition, amended: Amended) -> str:
    """Return how a deviation stands; of one that was changed, what of it."""
    parts = amended(project, deviation) if stands.state is State.AMENDED else ()
    return f"{stands.note} ({', '.join(parts)} changed)" if parts else stands.note


def _called_as_before(deviation: Deviation, form: str) -> Condition:
    """Tell that a record keeps an id of a form that the project had before."""
    message = f"{deviation.id} keeps its id, under which it was approved, though new ones look like {numbered(form, 1)}"
    cure = "leave it; only one that is withdrawn and recorded anew gets a new id"
    return Condition(deviation.record, message, cure, deviation.line("id"), "id", Weight.INFORMATION)


def _groundless(deviation: Deviation, doubt: Doubt) -> Condition:
    message = f"{deviation.id} cannot be approved: {doubt.text}"
    cure = "name in it what took its place" if doubt.gone else "correct it, or propose the record again"
    return Condition(deviation.record, message, cure, deviation.line(doubt.key), doubt.key)


def _shown(deviation: Deviation, stands: Disposition) -> tuple[Weight, str] | None:
    if stands.state is State.PROPOSED and stands.doubted:
        return Weight.WARNING, "permit" if deviation.permit else "approved"
    return _SHOWN.get(stands.state)
