"""An interface across a trust boundary, and the code where it enters."""

from __future__ import annotations

from attrs import field, frozen

from aseptic.records.record import Described, Kind, Problems, Titled, read_record
from aseptic.source.frontmatter import Page


@frozen(kw_only=True)
class InterfaceKeys(Titled):
    """An interface's front matter."""

    boundary: str
    entry: tuple[str, ...]
    """Qualified names or patterns of routes."""
    assets: tuple[str, ...]
    threats: tuple[str, ...]
    trust: str | None = None
    """How far what comes in is trusted, in words."""


@frozen(kw_only=True)
class Interface(Described, InterfaceKeys):
    """An interface as its file states it."""

    page: Page = field(repr=False, hash=False)


INTERFACE = Kind("interface", "interfaces", InterfaceKeys, Interface)


def read_interface(
    path: str, text: str, kind: Kind[InterfaceKeys, Interface] = INTERFACE
) -> tuple[Interface | None, Problems]:
    """Read an interface."""
    return read_record(path, text, kind)
