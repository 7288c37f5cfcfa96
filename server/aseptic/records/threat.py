"""A threat, what it goes through and what stands against it."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from aseptic.records.record import Described, Kind, Problems, Titled, read_record
from aseptic.source.frontmatter import Page


class Stride(StrEnum):
    """What a threat does, by the six letters of STRIDE."""

    SPOOFING = "spoofing"
    TAMPERING = "tampering"
    REPUDIATION = "repudiation"
    INFORMATION_DISCLOSURE = "information_disclosure"
    DENIAL_OF_SERVICE = "denial_of_service"
    ELEVATION_OF_PRIVILEGE = "elevation_of_privilege"


@frozen(kw_only=True)
class ThreatKeys(Titled):
    """A threat's front matter."""

    stride: tuple[Stride, ...]
    interfaces: tuple[str, ...]
    assets: tuple[str, ...]
    mitigated_by: tuple[str, ...]
    """The requirements that stand against it."""


@frozen(kw_only=True)
class Threat(Described, ThreatKeys):
    """A threat as its file states it."""

    page: Page = field(repr=False, hash=False)


THREAT = Kind("threat", "threats", ThreatKeys, Threat)


def read_threat(path: str, text: str, kind: Kind[ThreatKeys, Threat] = THREAT) -> tuple[Threat | None, Problems]:
    """Read a threat."""
    return read_record(path, text, kind)
