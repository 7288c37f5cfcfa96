"""What people decide on a permit: each decision takes the record's text and gives its next, or says why not."""

from __future__ import annotations

import datetime

from attrs import frozen

from aseptic.records.amending import with_history, with_keys, without_key
from aseptic.records.approval import approval_digest
from aseptic.records.authority import last_day, not_yet, objection, raised_by, too_long
from aseptic.records.decision_parts import NOT_APPROVED, before, raised_anew, with_rejection
from aseptic.records.decisions import Refused
from aseptic.records.deviation import Status
from aseptic.records.lasting import shorter
from aseptic.records.permission import outstanding
from aseptic.records.permit import Permit
from aseptic.records.reasons import short_reason
from aseptic.records.scalar import scalar
from aseptic.records.terms import Terms
from aseptic.records.verb import Verb
from aseptic.source.frontmatter import read_page


@frozen
class PermitCase:
    """A permit on which somebody decides; what is not told here is as in `decisions.Case`."""

    permit: Permit
    text: str
    who: str
    today: datetime.date
    terms: Terms
    reason: str = ""
    spent: str = ""
    anew: bool = False
    cure: str = ""
    who_may: str = ""
    only_proposed: frozenset[str] = frozenset()

    def objection(self, expires: datetime.date | None = None) -> str:
        """Return why whoever decides may not approve it, for the first of its paths; empty where they may."""
        one = self.permit
        for path in one.paths:  # an owner of what a glob names may; of each file under it the use is judged again
            told = objection(
                one.raised.everybody, path, one.rule, expires or one.expires, self.who, self.today, self.terms
            )
            if told:
                return f"{told}, for {path}"
        return ""

    @property
    def counts(self) -> bool:
        """Whether it permits something as it stands."""
        return not self.spent and not outstanding(self.permit, self.today, self.terms)

    def written(self, keys: dict[str, str], entry: str, text: str = "") -> str:
        """Return the text with these keys, and an entry in its history."""
        return with_history(with_keys(text or self.text, keys), f"{self.today.isoformat()} {entry}")


def permit_decided(verb: Verb, case: PermitCase) -> str:
    """Return a permit's text after a decision. Raises Refused."""
    permit = case.permit
    if verb not in _DECISIONS:
        way = "write a later 'expires' into it, and have somebody else approve it"
        raise Refused(f"{permit.id} is a permit, which nobody renews: {way}")
    if permit.status is Status.WITHDRAWN:
        raise Refused(f"{permit.id} was withdrawn; write a new one")
    if permit.status is Status.REJECTED and verb is not Verb.PROPOSE:
        raise Refused(f"{permit.id} was rejected; propose it again first")
    return _DECISIONS[verb](case)


def _approve(case: PermitCase) -> str:
    permit = case.permit
    if case.spent and not case.anew:
        raise Refused(f"{permit.id} is approved, but {case.spent}: {case.cure or 'propose it again first'}")
    if case.counts:
        raise Refused(f"{permit.id} is approved already, by {permit.approved.by}")
    if permit.expires < case.today:
        raise Refused(f"{permit.id} expired on {permit.expires.isoformat()}: propose it again first")
    if why := not_yet(permit.raised.on, case.today):
        raise Refused(f"{permit.id} is not approved: {why}")
    if why := case.objection():
        way = case.who_may or shorter(permit, case.today, case.terms, why)
        raise Refused(f"{permit.id} is not approved: {why}{way}")
    if permit.unreasoned(case.terms.policy.shortest_justification):
        raise Refused(f"{permit.id} cannot be approved before its reasons are written: write them in {permit.record}")
    if permit.id in case.terms.repeated:
        raise Refused(f"{permit.id} says what {case.terms.repeated[permit.id]} says: write its own reasons first")
    given = f"{{by: {scalar(case.who)}, on: {scalar(case.today)}, of: {permit.digest}}}"
    return case.written({"approved": given}, f"approved by {case.who} (of {permit.digest})")


def _reject(case: PermitCase) -> str:
    """Reject it, so that nothing stands under it; without a reason the part that says why is still to be written."""
    permit = case.permit
    if case.terms.policy.four_eyes and raised_by(case.who, permit.raised.everybody):
        raise Refused(f"{permit.id} is not rejected: {case.who} raised it; withdraw it instead")
    if why := case.objection(case.today):
        raise Refused(f"{permit.id} is not rejected: {why}, and who approves rejects{case.who_may}")
    if why := short_reason(case.reason, case.terms.policy.shortest_reason):
        raise Refused(f"{permit.id} is not rejected: {why}: say why, and what would have to change")
    told = with_rejection(case.text, case.reason)
    keys = {"approved": NOT_APPROVED, "rejected": _ended(case)}
    return case.written(keys, f"rejected by {case.who}{before(permit)}", told)


def _withdraw(case: PermitCase) -> str:
    why = f": {' '.join(case.reason.split())}" if case.reason.strip() else ""
    return case.written({"withdrawn": _ended(case)}, f"withdrawn by {case.who}{before(case.permit)}{why}")


def _propose(case: PermitCase) -> str:
    permit = case.permit
    if case.counts:
        raise Refused(f"{permit.id} is approved by {permit.approved.by}, and stands; withdraw it, or have it rejected")
    keys = {"approved": NOT_APPROVED}
    if permit.expires < case.today or too_long(permit.rule, permit.expires, case.today, case.terms):
        keys["expires"] = scalar(last_day(permit.rule, case.today, case.terms))
    text = with_keys(without_key(case.text, "rejected"), keys)
    page, _ = read_page(permit.record, text)
    # Who proposes what was approved, word for word, raises nothing: it is answered for by who wrote it.
    same = page is not None and permit.approved.given and approval_digest(page) == permit.approved.of
    if not same:
        keys["raised"] = raised_anew(permit, case.who, case.today, case.only_proposed)
    return case.written(keys, f"proposed again by {case.who}{before(permit)}", text)


def _ended(case: PermitCase) -> str:
    return f"{{by: {scalar(case.who)}, on: {scalar(case.today)}}}"


_DECISIONS = {
    Verb.APPROVE: _approve,
    Verb.REJECT: _reject,
    Verb.PROPOSE: _propose,
    Verb.WITHDRAW: _withdraw,
}
