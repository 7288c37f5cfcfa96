"""What people decide on a deviation: each decision takes a record's text and gives its next, or says why not.

Nothing that was recorded is lost: what a decision replaces goes into the record's history.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Mapping

from attrs import evolve, field, frozen

from aseptic.records.amending import history_of, with_history, with_keys, with_section
from aseptic.records.approval import approval_digest
from aseptic.records.authority import barred, last_day, not_yet, objection, raised_by, same_person, too_long
from aseptic.records.decision_parts import NOT_APPROVED, before, raised_anew, with_rejection
from aseptic.records.deviation import Deviation, Premise, Status, join_where
from aseptic.records.disposition import Disposition, State
from aseptic.records.drafting import fingerprint_text, quoted
from aseptic.records.grounds import pinned, premises_text
from aseptic.records.lasting import ended, outlasts, shorter
from aseptic.records.passes import Sighting
from aseptic.records.reasons import short_reason
from aseptic.records.redrafting import Redrafted, anew, redrafted
from aseptic.records.scalar import scalar
from aseptic.records.terms import Terms
from aseptic.records.verb import Verb
from aseptic.source.frontmatter import read_page


class Refused(Exception):
    """A decision that cannot be taken; says why in one line."""


@frozen
class Case:
    """A record on which somebody decides."""

    deviation: Deviation
    text: str
    who: str
    today: datetime.date
    terms: Terms
    stands: Disposition
    """How it stands now."""
    seen: Sighting | None = None
    """The finding that is meant, where one is."""
    code: str = ""
    """Its code as it is now."""
    names: str = ""
    """What the names in it stand for."""
    reason: str = ""
    digests: Mapping[str, str] = field(factory=dict[str, str])
    """What the code that the record's reasoning rests on is now, by its name."""
    uses: tuple[Premise, ...] = ()
    """What of the project's own code the statement that is meant uses, as it is now."""
    gone: frozenset[str] = frozenset()
    """The premises of the record that are not where it names them."""
    spent: str = ""
    """Why its approval does not count by git's word, and never will; empty where it does, or was not asked."""
    shown: str = ""
    """The same with the way on."""
    anew: bool = False
    """Whether who approves may then approve it as it stands: git shows too little of them, and nothing against it."""
    cure: str = ""
    """What helps where who approved it wrote it, too, so that no proposal of theirs helps."""
    who_may: str = ""
    """Who may where whoever decides may not, or as whom they may, or what to do where nobody may: a sentence's end."""
    only_proposed: frozenset[str] = frozenset()
    """Who by git's word only proposed it again, as another had written it: that is not to raise it."""

    def objection(self, expires: datetime.date | None = None) -> str:
        """Return why whoever decides may not approve the record; empty where they may."""
        one = self.deviation
        return objection(
            one.raised.everybody, one.path, one.rule, expires or one.expires, self.who, self.today, self.terms
        )

    @property
    def answers(self) -> bool:
        """Whether an approval stands when whoever decides says what it is about: that is no more than theirs to say."""
        approver = self.deviation.approved.by or ""
        named = self.terms.policy.names_approvers or same_person(self.who, approver)
        return named and not self.objection()

    def written(self, keys: Mapping[str, str], entry: str, text: str = "") -> str:
        """Return the text with these keys, and an entry in its history."""
        return with_history(with_keys(text or self.text, keys), f"{self.today.isoformat()} {entry}")


def decided(verb: Verb, case: Case) -> str:
    """Return the record's text after a decision. Raises Refused."""
    deviation = case.deviation
    if deviation.status is Status.WITHDRAWN:
        raise Refused(f"{deviation.id} was withdrawn; record a new one")
    if deviation.status is Status.REJECTED and verb is not Verb.PROPOSE:
        raise Refused(f"{deviation.id} was rejected; propose it again first")
    return _DECISIONS[verb](case)


def _approve(case: Case) -> str:
    one, stands = case.deviation, case.stands
    if case.spent and not case.anew:
        raise Refused(f"{one.id} is approved, but {case.spent}: {case.cure or 'propose it again first'}")
    held = stands.covers and not case.spent
    if held and one.status is Status.APPROVED:
        raise Refused(f"{one.id} is approved already, by {one.approved.by}{_pressing(stands)}")
    if one.unreasoned(case.terms.policy.shortest_justification):
        raise Refused(f"{one.id} cannot be approved before its reasons are written: write them in {one.record}")
    if one.id in case.terms.mispointed:
        raise Refused(f"{one.id} shows other code than its fingerprint names: propose it again first")
    if not (held or case.spent) and (stands.mend or stands.state not in (State.PROPOSED, State.AMENDED)):
        raise Refused(f"{stands.note or f'{one.id} is {stands.state.value}'}: {stands.cure or 'mend that first'}")
    if one.id in case.terms.doubts:
        why = case.terms.doubts[one.id]
        cure = "name in it what took its place" if why.gone else "correct it, or propose it again"
        raise Refused(f"{one.id} is not approved: {why.text}; {cure}")
    if why := case.objection():
        merely = raised_by(case.who, case.only_proposed)
        way = "; that was only proposing it again, so have somebody else propose it, and approve that" * merely
        way = way or case.who_may or shorter(one, case.today, case.terms, why)
        raise Refused(f"{one.id} is not approved: {why}{way}")
    if one.id in case.terms.repeated:
        raise Refused(f"{one.id} says what {case.terms.repeated[one.id]} says: write its own reasons first")
    return _with_approval(case, pinned(one, case.digests), f"approved by {case.who}")


def _pressing(stands: Disposition) -> str:
    """Return what somebody has to do about a record that stands, as the end of a sentence; empty where nothing is."""
    return f"; {stands.note}: {stands.cure}" if stands.state in (State.DOUBTFUL, State.ORPHANED) else ""


def _with_approval(case: Case, keys: Mapping[str, str], entry: str) -> str:
    """Return the text approved as it is then: the digest is of the text that is written, not of what was read."""
    if why := not_yet(case.deviation.raised.on, case.today):
        raise Refused(f"{case.deviation.id} is not approved: {why}")
    text = with_keys(case.text, keys)
    digest = _digest(case, text)
    given = f"{{by: {scalar(case.who)}, on: {scalar(case.today)}, of: {digest}}}"
    return case.written({"status": "approved", "approved": given}, f"{entry} (of {digest})", text)


def _digest(case: Case, text: str) -> str:
    page, _ = read_page(case.deviation.record, text)
    if page is None:
        raise Refused(f"{case.deviation.id} cannot be read")
    return approval_digest(page)


def _reject(case: Case) -> str:
    one = case.deviation
    if case.terms.policy.four_eyes and raised_by(case.who, one.raised.everybody):
        raise Refused(f"{one.id} is not rejected: {case.who} raised it; withdraw it instead")
    if why := case.objection(case.today):
        raise Refused(f"{one.id} is not rejected: {why}, and who approves rejects{case.who_may}")
    if why := short_reason(case.reason, case.terms.policy.shortest_reason):
        raise Refused(f"{one.id} is not rejected: {why}: say why, and what would have to change")
    text = with_rejection(case.text, case.reason)
    return case.written({"status": "rejected"}, f"rejected by {case.who}{before(one)}", text)


def _withdraw(case: Case) -> str:
    why = f": {' '.join(case.reason.split())}" if case.reason.strip() else ""
    return case.written({"status": "withdrawn"}, f"withdrawn by {case.who}{before(case.deviation)}{why}")


def _renew(case: Case) -> str:
    one = case.deviation
    under = one.status is Status.PROPOSED and case.stands.covers  # a permit's end is none of its own
    if under and case.stands.way:
        raise Refused(f"{case.stands.note}: {case.stands.cure}")
    if case.stands.state is State.UNUSED:
        raise Refused(f"{case.stands.note}: {case.stands.cure}")
    if one.status is Status.PROPOSED and one.expires >= case.today and not under:
        raise Refused(f"{one.id} is not approved yet, and lasts until {one.expires.isoformat()}")
    expires = last_day(one.rule, case.today, case.terms)
    long = outlasts(one, case.stands, case.today, case.terms)
    if expires <= one.expires and not long and not case.stands.covers:
        raise Refused(": ".join(filter(None, (case.stands.note, case.stands.cure))))
    if expires <= one.expires and not long:
        told = f"{one.id} lasts until {one.expires.isoformat()} already, as long as the policy allows"
        raise Refused(f"{told}{_pressing(case.stands)}{f'; but {case.shown}' if case.shown else ''}")
    entry = f"renewed by {case.who} until {expires.isoformat()}{before(one)}"
    alone = case.stands.covers or ended(one, case.stands, case.today, case.terms)
    if alone and not case.objection(expires):
        return _with_approval(case, {"expires": scalar(expires), **pinned(case.deviation, case.digests)}, entry)
    return case.written({"status": "proposed", "approved": NOT_APPROVED, "expires": scalar(expires)}, entry)


def _propose(case: Case) -> str:
    one, seen = case.deviation, _meant(case)
    where = join_where(seen.path, seen.scope)
    if why := barred(one.rule, case.terms):
        raise Refused(f"{one.id} cannot stand: {why}: mend the code")
    if case.stands.state in (State.APPROVED, State.EXPIRING) and not case.stands.where and not case.spent:
        if one.status is Status.PROPOSED:
            raise Refused(f"{one.id} stands under {one.permit}; have it approved by itself, or withdraw it")
        raise Refused(f"{one.id} is approved by {one.approved.by}, and stands for what is there; renew or withdraw it")
    if one.rule != seen.rule:
        raise Refused(f"{one.id} is about {one.rule}, and this breaks {seen.rule}: record a deviation of its own")
    # The reasoning is looked at again, so what it rests on is what that is now.
    again = redrafted(one, case.uses, case.gone, case.code, case.digests)
    premises = anew(again.premises, {**case.digests, **{each.code: each.digest for each in case.uses}})
    rests = pinned(evolve(one, measures=tuple(evolve(each, digest="") for each in one.measures)), case.digests)
    if premises != one.premises:
        rests["premises"] = premises_text(premises)
    keys = {
        "rule": scalar(seen.rule),
        "where": scalar(where),
        "fingerprint": fingerprint_text(seen),
        **rests,
    }
    if one.expires <= case.today or too_long(one.rule, one.expires, case.today, case.terms):
        keys["expires"] = scalar(last_day(one.rule, case.today, case.terms))
    text = with_keys(with_section(case.text, "Code when raised", quoted(case.code, case.names)), keys)
    shaken = f"; {case.terms.doubts[one.id].text}" if one.id in case.terms.doubts else ""
    entry = f"proposed again by {case.who} at {where}{before(one)}{shaken}{again.told}{_difference(one, case.code)}"
    if text == case.text and _just_proposed(case, f"proposed again by {case.who} at {where}"):
        way = f"; {case.stands.note}: {case.stands.way}" if case.stands.way else ": have it approved"
        raise Refused(f"{one.id} is proposed already, and nothing changed since{way}")
    # Who proposes what was approved, word for word, raises nothing: it is answered for by who wrote it.
    same = where == one.where and one.approved.given and _digest(case, text) == one.approved.of
    decided = {"status": "proposed", "approved": NOT_APPROVED}
    return case.written(decided if same else {**_proposal(case), **decided}, entry, text)


def _accept_move(case: Case) -> str:
    one, seen = case.deviation, _meant(case)
    if case.stands.where != join_where(seen.path, seen.scope):
        raise Refused(f"{one.id} is not known to have moved here")
    keys = {"where": scalar(case.stands.where), "fingerprint": fingerprint_text(seen, one.fingerprint.was)}
    # Where a file was renamed git vouches for the place. That other code is what was approved, the approver has to say.
    # There, its names may be other things, and to rest on those was not approved; in a renamed file they are the same.
    moved = case.stands.state is State.MOVED
    again = redrafted(one, case.uses, case.gone, case.code, case.digests) if moved else Redrafted(one.premises)
    if again.premises != one.premises:
        keys["premises"] = premises_text(again.premises)
    undone = moved and (not case.answers or "premises" in keys)
    if undone:
        keys |= {"status": "proposed", "approved": NOT_APPROVED}
    entry = f"moved by {case.who} from {one.where} to {case.stands.where}{again.told}"
    return case.written(keys, f"{entry}{before(one) if undone else ''}")


def _mean_this(case: Case) -> str:
    one, seen = case.deviation, _meant(case)
    same = (seen.path, seen.scope, seen.rule, seen.statement)
    if case.stands.state is not State.AMBIGUOUS or same != (one.path, one.scope, one.rule, one.fingerprint.statement):
        raise Refused(f"{one.id} is not about one of several equal statements here")
    keys = {"fingerprint": fingerprint_text(seen, one.fingerprint.was)}
    # Which of several equals was approved is the approver's to say; of anybody else it is a proposal.
    if not case.answers:
        keys |= {"status": "proposed", "approved": NOT_APPROVED}
    return case.written(keys, f"{case.who} says that the {seen.ordinal}. of {seen.of} is meant{before(one)}")


_DECISIONS = {
    Verb.APPROVE: _approve,
    Verb.REJECT: _reject,
    Verb.PROPOSE: _propose,
    Verb.RENEW: _renew,
    Verb.WITHDRAW: _withdraw,
    Verb.ACCEPT_MOVE: _accept_move,
    Verb.MEAN_THIS: _mean_this,
}


def _meant(case: Case) -> Sighting:
    if case.seen is None:
        raise Refused(f"{case.deviation.id}: the finding has changed or is gone; ask for its actions again")
    return case.seen


def _just_proposed(case: Case, entry: str) -> bool:
    """Say whether the last that its history tells of a record is that who decides proposed it so."""
    one, told = case.deviation, history_of(case.deviation.page)
    waits = one.status is Status.PROPOSED and not one.approved.given and same_person(one.raised.by, case.who)
    return waits and bool(told) and told[-1].partition(" ")[2].startswith(f"{entry} ")


def _proposal(case: Case) -> dict[str, str]:
    """Return who raises a record anew: who answers for it stays, and whoever raised it before."""
    one, who = case.deviation, case.who
    keys = {"raised": raised_anew(one, who, case.today, case.only_proposed)}
    if not one.owner and not same_person(one.owned_by, who):
        keys["owner"] = scalar(one.owned_by)
    return keys


def _difference(deviation: Deviation, code: str) -> str:
    then = deviation.code[0].text if deviation.code else ""
    lines = list(difflib.unified_diff(then.splitlines(), code.splitlines(), "then", "now", lineterm=""))
    return "" if not lines else "\n" + "\n".join(f"      {line}".rstrip() for line in ("", *lines))
