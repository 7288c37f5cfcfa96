"""All records of a project, as values. Reading them is for `reading`, which most starts can do without."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import field, frozen

from aseptic.source.problem import Problem

if TYPE_CHECKING:  # the kinds of records are slow to import, and an empty shelf holds none
    from aseptic.records.asset import Asset
    from aseptic.records.deviation import Deviation
    from aseptic.records.interface import Interface
    from aseptic.records.own_rule import OwnRule
    from aseptic.records.permit import Permit
    from aseptic.records.pile import Reading, Readings
    from aseptic.records.requirement import Requirement
    from aseptic.records.review import Review
    from aseptic.records.threat import Threat
    from aseptic.records.unread import Unread

OWN_RULES = "rules"
"""The folder of a project's own rules, inside the records' folder."""
SIGNERS = "allowed_signers"
"""The file of the keys with which people may sign, inside the records' folder."""
LEDGER = "ledger.jsonl"
"""The file of the findings' history, inside the records' folder."""


@frozen
class Shelf:
    """All records of a project, each kind in the order of its files' names."""

    standard: str | None = field(default=None, repr=False)
    """The text of `standard.md`; None where there is none that can be read."""
    deviations: tuple[Deviation, ...] = ()
    permits: tuple[Permit, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    interfaces: tuple[Interface, ...] = ()
    assets: tuple[Asset, ...] = ()
    threats: tuple[Threat, ...] = ()
    reviews: tuple[Review, ...] = ()
    rules: tuple[OwnRule, ...] = ()
    problems: tuple[Problem, ...] = ()
    taken: frozenset[str] = frozenset()
    """The names of the deviations' files without `.md`, readable or not: ids that no new record may have."""
    unread: tuple[Unread, ...] = ()
    """The deviations that are none for a fault in them."""
    readings: Readings = field(factory=dict[str, "Reading"], eq=False, repr=False)
    """What single files gave, for the next time that the folder is read."""
    shortest: int = field(default=0, eq=False)
    """The shortest justification, in characters, by which the deviations were read."""

    @cached_property
    def by_id(self) -> Mapping[str, Deviation]:
        """The deviations by their ids."""
        return {each.id: each for each in self.deviations}
