"""Aseptic checks health software against a declared secure coding standard while it is typed."""

from aseptic.version import __version__

__all__ = ["__version__"]
