"""A project as it stands at one instant: its settings, its standard, its records and what is wrong with them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from attrs import define, evolve

from aseptic.analysis.documents.memo import Memo
from aseptic.analysis.projects.book import Book
from aseptic.analysis.projects.settings import Settings
from aseptic.records.codeowners import Codeowners
from aseptic.records.shelf import Shelf
from aseptic.source.problem import Problem
from aseptic.standard.catalog import Standard, mandatory
from aseptic.standard.tailoring import Tailoring

if TYPE_CHECKING:  # as in `shelf`
    from aseptic.analysis.projects.ledger import Ledger
    from aseptic.records.deviation import Deviation
    from aseptic.records.own_rule import OwnRule
    from aseptic.records.ruleless import Ruleless
    from aseptic.records.terms import Terms

ProjectStamp = tuple[object, ...]


@define(frozen=True, slots=False, eq=False)
class Project:
    """One project. A faulty file leaves the last good state standing and adds a problem that names it."""

    root: Path
    settings: Settings
    adopted: Standard
    """The shipped standard with the project's own rules, before it is tailored."""
    standard: Standard
    """The standard that holds here."""
    tailoring: Tailoring
    """What is granted of the project's tailoring; what is refused is a problem and nothing more."""
    shelf: Shelf
    book: Book | None
    """The standard as rendered pages, where the settings say that there are any."""
    memo: Memo
    problems: tuple[Problem, ...]
    stamp: ProjectStamp
    """What the files looked like when they were read; another stamp means to read them again."""
    owners: Codeowners
    """Who owns which file, where the policy asks."""
    today: datetime.date
    """The day as of which all of it is judged."""
    ledger: Ledger | None = None
    """The history of the project's findings, where there is one."""

    @property
    def mandatory(self) -> frozenset[str]:
        """The rules that admit no deviation."""
        return mandatory(self.standard)

    @property
    def demands(self) -> Terms:
        """What the policy and the standard ask of any exception, whatever is recorded."""
        from aseptic.records.terms import Terms  # as in `loading.shelf_of`

        severities = {rule.id: rule.severity for rule in self.standard.rules.values()}
        return Terms(self.tailoring.policy, self.mandatory, severities, self.owners)

    @cached_property
    def ruleless(self) -> Mapping[str, Ruleless]:
        """Why the rules of deviations are none, by the ids of those."""
        from aseptic.records.ruleless import ruleless  # as in `loading.shelf_of`

        return ruleless(self.adopted, self.shelf) if self.shelf.deviations else {}

    @cached_property
    def terms(self) -> Terms:
        """What decides whether a deviation counts."""
        from aseptic.records.permission import uses  # as in `loading.shelf_of`
        from aseptic.records.repetition import repeated

        deviations = self.shelf.deviations
        permits = {each.id: each for each in self.shelf.permits}
        terms = evolve(
            self.demands, repeated=repeated((*deviations, *self.shelf.permits)), permits=permits, ruleless=self.ruleless
        )
        return evolve(terms, uses=uses(self.deviations, terms, self.today)) if permits else terms

    def under_new_name(self, deviation: Deviation) -> Deviation:
        """Return a deviation from a rule that was renamed as one from the rule of today."""
        rules = self.adopted.rules
        now = (
            []
            if deviation.rule in rules
            else [each for each in rules if deviation.rule in rules[each].heading.formerly]
        )
        return evolve(deviation, rule=now[0]) if len(now) == 1 else deviation

    @cached_property
    def deviations(self) -> Sequence[Deviation]:
        """The deviations, from rules as they are called today."""
        return tuple(map(self.under_new_name, self.shelf.deviations))

    @cached_property
    def deviations_by_path(self) -> Mapping[str, Sequence[Deviation]]:
        """The deviations by the file whose finding they are about."""
        return _grouped((each.path, each) for each in self.deviations)

    @cached_property
    def deviations_by_statement(self) -> Mapping[tuple[str, str], Sequence[Deviation]]:
        """The deviations by their rule and statement."""
        return _grouped(((each.rule, each.fingerprint.statement), each) for each in self.deviations)

    @cached_property
    def rested_on(self) -> frozenset[str]:
        """The files that the reasoning of deviations rests on."""
        from aseptic.records.grounds import named  # as in `loading.shelf_of`

        return frozenset(name.partition("::")[0] for each in self.shelf.deviations for name in named(each))

    @property
    def own_rules(self) -> tuple[OwnRule, ...]:
        """The rules that the project adds to the standard."""
        return tuple(each for each in self.shelf.rules if self.adopted.rules.get(each.id) is each.rule)

    @cached_property
    def homes(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The files that deviations are about, by their rule and statement."""
        found = self.deviations_by_statement
        return {key: frozenset(each.path for each in deviations) for key, deviations in found.items()}

    @property
    def records(self) -> Path:
        """The folder of the records."""
        return self.root / self.settings.records


K = TypeVar("K")
V = TypeVar("V")


def _grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, Sequence[V]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
