"""What can be decided on a deviation, at its finding and on its record, in the words of an editor's menu."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from aseptic.analysis.projects.project import Project
from aseptic.records.authority import renewing
from aseptic.records.deviation import Deviation, Status
from aseptic.records.disposition import Disposition, State
from aseptic.records.permit import Permit
from aseptic.records.verb import Verb

_AT_FINDINGS = {
    State.STALE: (Verb.PROPOSE, Verb.WITHDRAW),
    State.AMBIGUOUS: (Verb.MEAN_THIS, Verb.WITHDRAW),
    State.EXPIRED: (Verb.RENEW, Verb.WITHDRAW),
    State.EXPIRING: (Verb.RENEW, Verb.WITHDRAW),
    State.ORPHANED: (Verb.RENEW, Verb.WITHDRAW),
    State.DOUBTFUL: (Verb.PROPOSE, Verb.WITHDRAW),
    State.REJECTED: (Verb.PROPOSE,),
    State.APPROVED: (Verb.WITHDRAW,),
    State.PROPOSED: (Verb.WITHDRAW,),
    State.AMENDED: (Verb.WITHDRAW,),
}
_ON_RECORDS = {
    Status.PROPOSED: (Verb.APPROVE, Verb.REJECT, Verb.WITHDRAW),
    Status.APPROVED: (Verb.APPROVE, Verb.REJECT, Verb.RENEW, Verb.WITHDRAW),
}
_ON_PERMITS = {
    Status.PROPOSED: (Verb.APPROVE, Verb.REJECT, Verb.WITHDRAW),
    Status.APPROVED: (Verb.APPROVE, Verb.REJECT, Verb.WITHDRAW),
    Status.REJECTED: (Verb.PROPOSE,),
}


@frozen
class Decision:
    """One decision that can be taken; of some the finding is a part, named by its key."""

    verb: Verb
    deviation: str
    key: dict[str, Any] | None = None
    words: str = ""
    """What a menu says, where that is not what it says of any record."""

    @property
    def title(self) -> str:
        """What a menu says."""
        return (self.words or self.verb.words).format(id=self.deviation)


def decisions(disposition: Disposition, key: dict[str, Any], spent: bool = False) -> Iterator[Decision]:
    """Yield what can be decided at a finding of which the records say this.

    `spent`: its record's approval does not count by git's word, so that it has to be proposed again.
    """
    if disposition.where:
        yield Decision(Verb.ACCEPT_MOVE, disposition.deviation, key)
    if disposition.way == renewing(disposition.deviation):
        yield Decision(Verb.RENEW, disposition.deviation, key)
    elif spent:
        yield Decision(Verb.PROPOSE, disposition.deviation, key)
    verbs = (Verb.PROPOSE, Verb.WITHDRAW) if disposition.astray else _AT_FINDINGS.get(disposition.state, ())
    for each in (disposition.deviation, *disposition.also):
        for verb in verbs:
            if not (disposition.where and verb is Verb.PROPOSE):
                yield Decision(verb, each, key)


def decisions_on(project: Project, path: Path, doubtful: Callable[[Deviation], bool]) -> Iterator[Decision]:
    """Yield what can be decided on the deviation or permit in a file; who may is found out when it is decided.

    `doubtful` says whether what a deviation's reasoning rests on is not as it was: then it is proposed again.
    """
    permit = next((each for each in project.shelf.permits if project.root / each.record == path), None)
    if permit is not None:
        yield from _on_permit(permit)
    record = next((each for each in project.shelf.deviations if project.root / each.record == path), None)
    if record is None:
        return
    if record.status in _ON_RECORDS and doubtful(record):
        yield Decision(Verb.PROPOSE, record.id)
    for verb in _ON_RECORDS.get(record.status, ()):
        settled = record.status is Status.APPROVED and record.approved.of == record.digest
        if not (verb is Verb.APPROVE and settled):
            yield Decision(verb, record.id)


def _on_permit(permit: Permit) -> Iterator[Decision]:
    """Yield what can be decided on a permit, which is about no finding."""
    for verb in _ON_PERMITS.get(permit.status, ()):
        if not (verb is Verb.APPROVE and permit.approved.of == permit.digest):
            yield Decision(verb, permit.id, words="Propose {id} again" * (verb is Verb.PROPOSE))
