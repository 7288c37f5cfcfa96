"""Plugins for bandit that other packages bring. They are named and not run: nobody here vouches for them."""

from __future__ import annotations

from importlib.metadata import entry_points

from attrs import frozen

_GROUPS = ("bandit.plugins", "bandit.blacklists")


@frozen(order=True)
class Plugin:
    """One of them, by its name and the package that brings it."""

    name: str
    package: str


def other_plugins() -> tuple[Plugin, ...]:
    """Return the installed plugins that are not bandit's own, in order. It looks through every installed package."""
    found = (each for group in _GROUPS for each in entry_points(group=group))
    own = (Plugin(each.name, each.dist.name if each.dist else "?") for each in found if _is_foreign(each.module))
    return tuple(sorted(set(own)))


def _is_foreign(module: str) -> bool:
    return module.partition(".")[0] != "bandit"
