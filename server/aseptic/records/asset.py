"""An asset: what an attacker would want."""

from __future__ import annotations

from attrs import field, frozen

from aseptic.records.record import Described, Kind, Problems, Titled, read_record
from aseptic.source.frontmatter import Page


@frozen(kw_only=True)
class AssetKeys(Titled):
    """An asset's front matter."""

    value: str | None = None
    """What its loss would mean, in words."""


@frozen(kw_only=True)
class Asset(Described, AssetKeys):
    """An asset as its file states it."""

    page: Page = field(repr=False, hash=False)


ASSET = Kind("asset", "assets", AssetKeys, Asset)


def read_asset(path: str, text: str, kind: Kind[AssetKeys, Asset] = ASSET) -> tuple[Asset | None, Problems]:
    """Read an asset."""
    return read_record(path, text, kind)
