"""A permit: the recorded exception for a class of findings."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cached_property

from attrs import define, field, frozen

from aseptic.records.approval import NOT_APPROVED, Approval, Raised, approval_digest
from aseptic.records.deviation import Status
from aseptic.records.reasons import unreasoned, words_of
from aseptic.records.record import Described, Fault, Kind, Problems, Titled, blanks, read_record, rule_faults
from aseptic.source.frontmatter import Page
from aseptic.standard.policy import Policy


@frozen
class Ended:
    """Who rejected or withdrew a permit, and when."""

    by: str
    on: datetime.date


@frozen(kw_only=True)
class PermitKeys(Titled):
    """A permit's front matter."""

    rule: str
    paths: tuple[str, ...]
    """Globs from the project's root."""
    condition: str
    """What a finding must fulfil, in words."""
    raised: Raised
    approved: Approval = NOT_APPROVED
    rejected: Ended | None = None
    withdrawn: Ended | None = None
    """Who ended it, and when. Who proposes it again after a rejection takes that out."""
    expires: datetime.date
    limit: int | None = None
    """How many deviations may stand under it; None for any number."""


@define(frozen=True, slots=False, kw_only=True)
class Permit(Described, PermitKeys):
    """A permit as its file states it."""

    page: Page = field(repr=False, hash=False)

    @property
    def ended(self) -> Ended | None:
        """Who ended it last; None where nobody did."""
        return self.withdrawn or self.rejected

    @property
    def status(self) -> Status:
        """What people decided, as a deviation says it of itself."""
        if self.ended is not None:
            return Status.WITHDRAWN if self.withdrawn else Status.REJECTED
        return Status.APPROVED if self.approved.by or self.approved.of else Status.PROPOSED

    @cached_property
    def justification(self) -> str:
        """Why such findings may stand: the prose before the first heading, and that under its own."""
        section = self.page.section("Justification")
        return "\n\n".join(each for each in (self.statement, section.body.strip() if section else "") if each)

    @property
    def why_not(self) -> str:
        """Why the replacement is not taken of what stands under it; empty where it does not say."""
        section = self.page.section("Why not the replacement")
        return section.body.strip() if section else ""

    @cached_property
    def own_words(self) -> str:
        """The words of the justification alone, as of a deviation's reasons."""
        return words_of(self.justification)

    def unreasoned(self, shortest: int) -> Problems:
        """Return what of its reasons still has to be written; `shortest` counts characters."""
        return unreasoned(self.page, shortest, led=True)

    @cached_property
    def reason_words(self) -> str:
        """The words of the condition and the justification, however they are laid out and capitalised."""
        return words_of(f"{self.condition} {self.justification}")

    @cached_property
    def digest(self) -> str:
        """What an approval of the permit as it stands now would hold in `approved.of`."""
        return approval_digest(self.page)


def _faults(keys: PermitKeys) -> Iterator[Fault]:
    yield from rule_faults(keys.rule)
    yield from blanks(keys, "condition", "raised.by")
    if keys.limit is not None and keys.limit < 1:
        yield "limit", "a permit for no use permits nothing", "leave it out, or write a number above nought"
    if not keys.paths:
        yield "paths", "a permit for no file permits nothing", "name at least one glob"


PERMIT = Kind("permit", "permits", PermitKeys, Permit, _faults)


def read_permit(
    path: str,
    text: str,
    kind: Kind[PermitKeys, Permit] = PERMIT,
    shortest: int = Policy().shortest_justification,
) -> tuple[Permit | None, Problems]:
    """Read a permit. One whose reasons are not written yet is a problem and a record, as a deviation is."""
    permit, problems = read_record(path, text, kind)
    if permit is None or permit.status is Status.WITHDRAWN:
        return permit, problems
    return permit, (*problems, *permit.unreasoned(shortest))
