"""A security requirement of the product, and the capability that it realises."""

from __future__ import annotations

import datetime
from enum import StrEnum

from attrs import field, frozen

from aseptic.records.record import Described, Kind, Problems, Titled, read_record
from aseptic.source.frontmatter import Page
from aseptic.standard.vocabulary import Capability


class Standing(StrEnum):
    """How far a requirement is."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


@frozen
class Reviewed:
    """Who reviewed a requirement, and how far from its author they stand."""

    by: str
    on: datetime.date
    role: str | None = None
    """Developer, tester, clinical or security, as the project names it."""
    independence: str | None = None
    """Same team, other team or external, as the project names it."""


@frozen(kw_only=True)
class RequirementKeys(Titled):
    """A requirement's front matter."""

    capability: Capability
    status: Standing
    threats: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    source: str | None = None
    """Where the requirement comes from."""
    reviewed: Reviewed | None = None


@frozen(kw_only=True)
class Requirement(Described, RequirementKeys):
    """A requirement as its file states it; its `statement` is the "shall"."""

    page: Page = field(repr=False, hash=False)

    @property
    def retired(self) -> bool:
        """Whether the product need not meet it any more."""
        return self.status is Standing.RETIRED


REQUIREMENT = Kind(
    "requirement",
    "requirements",
    RequirementKeys,
    Requirement,
    prose="write what the product shall do",
)


def read_requirement(
    path: str, text: str, kind: Kind[RequirementKeys, Requirement] = REQUIREMENT
) -> tuple[Requirement | None, Problems]:
    """Read a requirement."""
    return read_record(path, text, kind)
