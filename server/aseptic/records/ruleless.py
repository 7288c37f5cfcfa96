"""Records whose rule nobody has: why each covers nothing and what to do, in the same words wherever that is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from attrs import frozen

from aseptic.records.approval import rule_approved
from aseptic.records.deviation import Deviation
from aseptic.records.disposition import Disposition, State
from aseptic.records.permit import Permit
from aseptic.records.shelf import OWN_RULES, Shelf
from aseptic.standard.catalog import Standard
from aseptic.standard.refusal import unknown


@frozen
class Ruleless:
    """Why the rule of a record is none."""

    state: State
    """How a deviation stands for it."""
    why: str
    cure: str
    then: str = ""
    """The rule for which it was approved, where its digest tells that."""

    def said_of(self, deviation: Deviation) -> Disposition:
        """Return how a deviation stands, and what to do about it."""
        return Disposition(self.state, deviation.id, f"{deviation.id} covers nothing: {self.why}", mend=self.cure)


@frozen(eq=False)
class Rules:
    """The rules that records can be about, and the files that were to hold more of them."""

    standard: Standard
    """With those of the project's own rules that were let in."""
    faulty: Mapping[str, str]
    """The files of own rules that do not count, by the id that they are to hold."""
    folder: str
    """The folder of the own rules where nothing in it can be read; else empty."""

    def lacking(self, record: Deviation | Permit) -> Ruleless | None:
        """Return why a record's rule is none; None where it is one, by its name of today or of once."""
        name, rules, formerly = record.rule, self.standard.rules, self.standard.formerly
        if name in rules or name in formerly:
            return None
        if file := self.faulty.get(name) or self.folder:
            why = f"its rule {name} does not count for a fault in {file}, so nobody looks for what breaks it"
            return Ruleless(State.NOT_SEEN, why, f"mend {file}")
        why, near = unknown(self.standard, name) or ("", "")
        if record.approved.given and record.approved.of == record.digest:
            file = PurePosixPath(record.record).parents[1] / OWN_RULES / f"{name}.md"
            return Ruleless(State.UNUSED, why, f"bring its rule back, as {file}, or end the record", name)
        if then := rule_approved(record.page, record.approved, (*rules, *formerly)):
            again = f"write 'rule: {then}' in it again"
            return Ruleless(State.AMENDED, f"{why}, and it was approved for {then}", again, then)
        return Ruleless(State.UNUSED, why, near)


def rules_of(standard: Standard, shelf: Shelf) -> Rules:
    """Return the rules that records can be about; `standard` has those of the project's own that were let in."""
    paths = [PurePosixPath(each.path) for each in shelf.problems]
    faulty = {each.stem: str(each) for each in paths if OWN_RULES in each.parts[-3:-1]}
    faulty |= {each.id: each.record for each in shelf.rules if each.id not in standard.rules}
    folder = next((str(each) for each in paths if each.name == OWN_RULES and len(each.parts) > 1), "")
    return Rules(standard, faulty, folder)


def ruleless(standard: Standard, shelf: Shelf) -> Mapping[str, Ruleless]:
    """Return why the rules of deviations are none, by the ids of those; most projects have no such one."""
    rules = rules_of(standard, shelf)
    return {each.id: why for each in shelf.deviations if (why := rules.lacking(each)) is not None}
