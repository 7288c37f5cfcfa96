"""What is said of findings whose deviation covers nothing for a fault in it: the fault, where the code is looked at.

A record that cannot be read, or whose rule is not the one that is broken there, is told at the finding that it means as
far as it still names one. Where that cannot be told, nothing is said: another finding's reader would look in vain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from attrs import frozen

from aseptic.analysis.matching.other_files import Key
from aseptic.analysis.projects.project import Project
from aseptic.records.disposition import OPEN, Disposition, State
from aseptic.standard.finding import Finding

if TYPE_CHECKING:  # as in `shelf`
    from aseptic.records.deviation import Deviation

_ENDED = ("rejected", "withdrawn")
"""The status of a record that is history."""
Found = Sequence[tuple[Finding, Key]]


@frozen
class _Faulty:
    """A record that covers nothing for a fault in it, with what it still says of its finding; else empty."""

    id: str
    fault: str
    path: str
    scope: str
    rule: str
    statement: str
    of: str
    cure: str = ""
    """Said behind the fault, with the finding's rule put in."""


def concerned(project: Project, path: str) -> bool:
    """Say whether a faulty record may be about a file."""
    return bool(project.shelf.unread) or any(each.status not in _ENDED for each in _own(project, path))


def with_unread(
    project: Project, path: str, found: Found, dispositions: Sequence[Disposition]
) -> Sequence[Disposition]:
    """Return the same with a word on each open finding that such a record means."""
    said = list(dispositions)
    for fault in _faulty(project, path, found):
        for index in _meant(project, fault, found):
            if said[index] is OPEN:
                cure = fault.cure.format(rule=found[index][1][1])
                said[index] = Disposition(note=f"{fault.id} {fault.fault}{cure}")
    return said


def _misnamed(project: Project, path: str) -> Iterator[_Faulty]:
    """Yield the deviations of a file from rules that nobody knows; a rule's own faulty file is another matter.

    What the code breaks tells better which rule is meant than what is near by its letters.
    """
    for each in _own(project, path) if project.ruleless else ():
        lacking = project.ruleless.get(each.id)
        if lacking and lacking.state is not State.NOT_SEEN and each.status not in _ENDED:
            mark, why = each.fingerprint, f"covers nothing: {lacking.why}; "
            cure = lacking.cure if lacking.then else "write 'rule: {rule}' in it if this is meant"
            rule = project.adopted.formerly.get(lacking.then, lacking.then) or each.rule
            yield _Faulty(each.id, why, path, each.scope, rule, mark.statement, mark.of, cure)


def _own(project: Project, path: str) -> Sequence[Deviation]:
    return project.deviations_by_path.get(path, ())


def _faulty(project: Project, path: str, found: Found) -> Iterator[_Faulty]:
    tied = frozenset(name for finding, _ in found for name in finding.tied)
    now = project.adopted.formerly
    for each in project.shelf.unread:
        if each.path == path or each.id in tied:
            why = f"cannot be read and covers nothing: {each.fault.text}"
            rule = now.get(each.rule, each.rule)
            yield _Faulty(each.id, why, each.path, each.scope, rule, each.statement, each.of)
    yield from _misnamed(project, path)
    yield from _misruled(project, path, found)


def _misruled(project: Project, path: str, found: Found) -> Iterator[_Faulty]:
    """Yield the deviations whose rule was changed to another: their statement is there, and breaks that rule not.

    A statement may break several rules, so that one which stopped to be broken is no sign of it where the record is
    as it was approved. Where it is not, its digest tells for which of them it was.
    """
    broken: dict[tuple[str, str], set[str]] = {}
    for _, (scope, rule, statement) in found:
        broken.setdefault((scope, statement), set()).add(rule)
    for each in _own(project, path):
        if each.status in _ENDED or each.rule not in project.adopted.rules:
            continue
        mark, given = each.fingerprint, each.approved
        rules = broken.get((each.scope, mark.statement), set())
        others = sorted(rules - {each.rule})
        changed = given.given and given.of != each.digest
        then = [rule for rule in others if changed and _approved_for(project, each, rule)]
        for rule in then:
            why = f"covers nothing here: it was approved for {rule}, and its rule was changed to {each.rule}; "
            cure = "write 'rule: {rule}' in it again"
            yield _Faulty(each.id, why, path, each.scope, rule, mark.statement, mark.of, cure)
        intact = each.rule in rules or (given.given and not changed)
        if not then and len(others) == 1 and not intact:
            why = f"covers nothing here: its rule is {each.rule}, which this does not break; "
            cure = "write 'rule: {rule}' in it if this is meant"
            yield _Faulty(each.id, why, path, each.scope, others[0], mark.statement, mark.of, cure)


def _approved_for(project: Project, deviation: Deviation, rule: str) -> bool:
    """Say whether a record was approved as it is but for its rule, by the name that this has now or had before."""
    from aseptic.records.approval import approved_for  # as above

    names = (rule, *(old for old, new in project.adopted.formerly.items() if new == rule))
    return any(approved_for(deviation.page, deviation.approved, name) for name in names)


def _meant(project: Project, fault: _Faulty, found: Found) -> Sequence[int]:
    """Return the findings that a record means; none where that cannot be told."""
    tied = [at for at, (finding, _) in enumerate(found) if fault.id in finding.tied]
    # Without a path an equal statement may lie in any file, and each would take the record for its own.
    near = tied or [at for at, (_, key) in enumerate(found) if fault.path and _names(fault, key)]
    rule = _rule(project, fault.rule, {found[at][1][1] for at in near}, told=bool(tied or fault.statement))
    meant = [at for at in near if found[at][1][1] == rule]
    if tied or len(meant) < 2:
        return meant
    return [at for number, at in enumerate(meant, 1) if fault.of == f"{number}/{len(meant)}"]


def _names(fault: _Faulty, key: Key) -> bool:
    """Say whether a record names what a finding has in common with its equals, as far as it says anything."""
    scope, rule, statement = key
    if scope != fault.scope:
        return False
    return statement == fault.statement if fault.statement else rule == fault.rule


def _rule(project: Project, name: str, there: set[str], told: bool) -> str:
    """Return which of the rules that are broken at a place a record names; empty where that cannot be told."""
    if name in there:
        return name
    if name in project.adopted.rules or not told:
        return ""
    close = get_close_matches(name, sorted(there), 2) if len(there) > 1 else sorted(there)
    return close[0] if len(close) == 1 else ""
