"""Bandit's tests and lists, loaded without the rest of bandit.

`import bandit` brings its command line, too: formatters, a progress bar, and a search through every installed package
for plugins. That costs ten times what the tests need, at each start. So its two packages come without their
`__init__`, with the names that the tests use; whoever asks them for any other name gets them whole.
"""

# Bandit has no types of its own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from attrs import frozen

Test = Callable[..., Any]
"""One of bandit's functions, with the attributes that bandit gives it: `_test_id`, `_checks`, `_takes_config`."""
_NEEDED = ("constants", "issue", "test_properties")
"""The modules of `bandit.core` whose names the tests use as names of `bandit`."""


@frozen(eq=False)
class Loaded:
    """What the installed bandit brings."""

    tests: tuple[Test, ...]
    """In the order in which bandit runs them."""
    lists: Mapping[str, list[dict[str, Any]]]
    """By kind of node, the entries of its lists of calls and imports: `id`, `qualnames` and more."""


class _Package(ModuleType):
    """A package whose `__init__` has not run."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name not in ("__version__", "__author__"):
            raise AttributeError(name)
        if find_spec(f"{self.__name__}.{name}") is not None:
            return import_module(f"{self.__name__}.{name}")
        self.__class__ = ModuleType  # pyright: ignore[reportAttributeAccessIssue]
        assert self.__spec__ is not None and self.__spec__.loader is not None
        self.__spec__.loader.exec_module(self)
        return getattr(self, name)


def _start(package: ModuleSpec) -> None:
    """Put bandit's packages in place, and into them what its tests expect there."""
    outer = _unrun(package)
    inner = find_spec("bandit.core")
    assert inner is not None
    outer.__dict__["core"] = _unrun(inner)
    for name in _NEEDED:
        module = import_module(f"bandit.core.{name}")
        outer.__dict__.update({key: value for key, value in vars(module).items() if not key.startswith("_")})


def _unrun(spec: ModuleSpec) -> ModuleType:
    module = module_from_spec(spec)
    module.__class__ = _Package
    sys.modules[spec.name] = module
    return module


def _prepared() -> ModuleSpec:
    package = find_spec("bandit")
    if package is None:
        raise ImportError("bandit is not installed")
    if "bandit" not in sys.modules:
        _start(package)
    return package


_PACKAGE = _prepared()

from bandit.core.blacklisting import blacklist  # noqa: E402
from bandit.core.context import Context  # noqa: E402
from bandit.core.issue import Issue  # noqa: E402
from bandit.core.node_visitor import BanditNodeVisitor  # noqa: E402

__all__ = ["BanditNodeVisitor", "Context", "Issue", "Loaded", "Test", "blacklist", "loaded"]


@cache
def loaded() -> Loaded:
    """Return the tests and lists of the installed bandit; other packages' plugins for it are not among them."""
    lists: dict[str, list[dict[str, Any]]] = {}
    for make in _registered("bandit.blacklists"):
        for kind, entries in make().items():
            lists.setdefault(kind, []).extend(entries)
    return Loaded(tuple(test for test in _registered("bandit.plugins") if hasattr(test, "_test_id")), lists)


def _registered(section: str) -> Iterator[Test]:
    """Yield what bandit itself has registered, as its own installation lists it."""
    inside = False
    for line in _entry_points().split("\n"):
        if line.startswith("["):
            inside = line.strip() == f"[{section}]"
        elif inside and "=" in line:
            module, _, function = line.partition("=")[2].strip().partition(":")
            yield getattr(import_module(module), function)


def _entry_points() -> str:
    for folder in _PACKAGE.submodule_search_locations or ():
        for path in Path(folder).parent.glob("bandit-*.dist-info/entry_points.txt"):
            return path.read_text(encoding="utf-8")
    # Installed in some other way: what knows every way costs more.
    from importlib.metadata import distribution

    return distribution("bandit").read_text("entry_points.txt") or ""
