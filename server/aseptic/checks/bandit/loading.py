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
from importlib.util import find_spec, module_from_spec
from inspect import isfunction
from pkgutil import iter_modules
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
    """In the order of their names, as bandit runs them."""
    lists: Mapping[str, list[dict[str, Any]]]
    """By kind of node, the entries of its lists of calls and imports: `id`, `qualnames` and more."""
    unread: tuple[str, ...] = ()
    """Its modules that cannot be imported, each with the reason."""


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


def _start() -> None:
    """Put bandit's packages in place, and into them what its tests expect there; where they are, leave them."""
    if "bandit" in sys.modules:
        return
    outer = _unrun("bandit")
    outer.__dict__["core"] = _unrun("bandit.core")
    for name in _NEEDED:
        module = import_module(f"bandit.core.{name}")
        outer.__dict__.update({key: value for key, value in vars(module).items() if not key.startswith("_")})


def _unrun(name: str) -> ModuleType:
    spec = find_spec(name)
    if spec is None:
        raise ImportError(f"{name} is not installed")
    module = module_from_spec(spec)
    module.__class__ = _Package
    sys.modules[name] = module
    return module


_start()

from bandit.core.blacklisting import blacklist  # noqa: E402
from bandit.core.context import Context  # noqa: E402
from bandit.core.issue import Issue  # noqa: E402
from bandit.core.utils import get_call_name  # noqa: E402

__all__ = ["Context", "Issue", "Loaded", "Test", "blacklist", "get_call_name", "loaded", "test_names"]


@cache
def loaded() -> Loaded:
    """Return the tests and lists of the installed bandit; other packages' plugins for it are not among them."""
    lists: dict[str, list[dict[str, Any]]] = {}
    unread: list[str] = []
    makers = [getattr(module, "gen_blacklist", None) for module in _modules("bandit.blacklists", unread)]
    for make in makers:
        for kind, entries in make().items() if make else ():
            lists.setdefault(kind, []).extend(entries)
    tests = sorted(_tests(unread), key=lambda test: test.__name__)
    return Loaded(tuple(tests), lists, tuple(unread))


@cache
def test_names() -> Mapping[str, str]:
    """Return the id of each of bandit's tests by the names that a comment may call it by."""
    from importlib.metadata import PackageNotFoundError, distribution  # a start does without it

    own = {f"{test.__module__}:{test.__name__}": _id(test) for test in loaded().tests}
    try:
        listed = distribution("bandit").entry_points
    except PackageNotFoundError:  # bundled without its metadata: most are called as their functions
        listed = ()
    entered = {each.name: own[each.value] for each in listed if each.value in own}
    tests = entered or {test.__name__: _id(test) for test in loaded().tests}
    return {**tests, **{one["name"]: one["id"] for each in loaded().lists.values() for one in each}}


def _id(test: Any) -> str:
    return str(test._test_id)


def _modules(package: str, unread: list[str]) -> Iterator[ModuleType]:
    """Yield a package's modules; one that cannot be imported is noted, and costs no other."""
    found = find_spec(package)
    for each in iter_modules(found.submodule_search_locations if found else ()):
        name = f"{package}.{each.name}"
        try:
            module = import_module(name)
        except Exception as error:  # whatever a module does when it is run
            unread.append(f"{name} ({type(error).__name__})")
        else:
            yield module


def _tests(unread: list[str]) -> Iterator[Test]:
    """Yield the tests that are defined in bandit's own modules."""
    for module in _modules("bandit.plugins", unread):
        for value in vars(module).values():
            if isfunction(value) and value.__module__ == module.__name__ and hasattr(value, "_test_id"):
                yield value
