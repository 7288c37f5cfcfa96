"""What the project's own modules bring to those that import them, as far as one module has to know."""

from __future__ import annotations

from typing import Protocol

from attrs import frozen

from aseptic.source.meaning import HANDED_ON, Meanings, part_of

STAR = "*"


class Exports(Protocol):
    """The project's own modules, by dotted name."""

    @property
    def cuts(self) -> int:
        """How often a circle of imports was cut so far; an answer during which one was is not to be kept."""
        ...

    def has(self, module: str, /) -> bool:
        """Say whether the project has a module or package of this name, which hides any library's."""
        ...

    def member(self, module: str, name: str, /) -> Meanings | None:
        """Return what a name of a module, or a part of one, stands for; None where the module has none such.

        By a class's name with `BASES` it is what the class derives from.
        """
        ...

    def offered(self, module: str, name: str, /) -> frozenset[str] | None:
        """Return the words that may lead on from a thing of a module to something else; None where any may.

        Beside the words stand the steps to a table's entries: `['run']`.
        Without a name these are what the module brings, and, of a package, the modules in it; by `STAR` what
        `import *` of it brings; by a class's name with `BASES` what the class binds itself.
        """
        ...


class _Nothing:
    cuts = 0

    def has(self, _module: str, /) -> bool:
        return False

    def member(self, _module: str, _name: str, /) -> Meanings | None:
        return None

    def offered(self, _module: str, _name: str, /) -> frozenset[str] | None:
        return frozenset()


NO_PROJECT: Exports = _Nothing()
"""No other module is known: every import brings a library's."""


@frozen
class Origin:
    """Which module of its project a text is."""

    module: str = ""
    """Its dotted name; empty where it is no module of a project."""
    package: str = ""
    """What a relative import counts from."""

    def absolute(self, target: str) -> str:
        """Turn `..shell.run` into `pump.shell.run`; what cannot be turned stays as it is."""
        bare = target.lstrip(".")
        up = len(target) - len(bare)
        if not up or not self.package:
            return target
        parts = self.package.split(".")
        if up > len(parts):
            return target
        return ".".join((*parts[: len(parts) - up + 1], *([bare] if bare else [])))


def library(target: str) -> Meanings:
    """Return what an import of a library's dotted name brings."""
    module, _, name = target.rpartition(".")
    return (part_of(module, name) if module else target,)


def brought(target: str, exports: Exports) -> Meanings:
    """Return what an import of an absolute dotted name brings: something of the project's own, or a library's."""
    if exports.has(target):
        return (f"{target}:",)
    module, _, name = target.rpartition(".")
    while module:
        if exports.has(module):
            found = exports.member(module, name)
            return (f"{module}:{name}",) if found is None else found
        module, _, last = module.rpartition(".")
        name = f"{last}.{name}"
    return library(target) if target.endswith(HANDED_ON) else (target,)
