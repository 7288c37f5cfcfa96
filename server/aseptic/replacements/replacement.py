"""What a replacement is, and what a rewrite is given to make one."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from attrs import field, frozen

from aseptic.replacements.site import Site
from aseptic.source.span import Edit


@frozen
class Import:
    """`import module`, or `from module import name`."""

    module: str
    name: str = ""

    @property
    def statement(self) -> str:
        """The import as a line of code, without a line end."""
        return f"from {self.module} import {self.name}" if self.name else f"import {self.module}"


@frozen
class Assignment:
    """`name = value`, once at the module's level."""

    name: str
    value: str

    @property
    def statement(self) -> str:
        """The assignment as a line of code, without a line end."""
        return f"{self.name} = {self.value}"


def _in_order(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    return tuple(sorted(edits, key=lambda edit: edit.span))


@frozen
class Pinned:
    """A replacement that raises the error which the code raised before."""

    function: str
    """By whose name others call it."""
    title: str
    edits: tuple[Edit, ...] = field(converter=_in_order)


@frozen
class Replacement:
    """A compliant rewrite of a finding."""

    title: str
    """What it does, as a menu shows it."""
    edits: tuple[Edit, ...] = field(converter=_in_order)
    """In the order of the text, in lines of the chunk; none overlap, all are counted in the text as it was."""
    imports: tuple[Import, ...] = ()
    """What the new text needs at the module's level; `add_import` says which of them are still missing."""
    safe: bool = False
    """The code does the same as before wherever the input was in order, so nobody needs to look at it."""
    against: re.Pattern[str] | None = None
    """What a line of the document may not hold for this to be offered: its other half, which would stay as it is."""
    assignments: tuple[Assignment, ...] = ()
    """What the new text reads at the module's level, and the module does not have yet: added below its imports."""
    settled: frozenset[str] = frozenset()
    """The comments that asked for just this, and go with it; all others stay."""
    libraries: frozenset[str] = frozenset()
    """Where the code does not say which library it uses: those with which this holds."""
    rivals: frozenset[str] = frozenset()
    """The libraries with which another of the replacements holds, and this does not."""
    swapped: tuple[str, str] | None = None
    """A module and the one instead of which it can be imported under the same name, where all uses allow that."""
    veils: bool = False
    """Whether other rules no longer see the call: it holds only where none of them finds anything there."""
    pinned: Pinned | None = None
    """What holds instead where another file of the project expects the error that is raised now."""
    newer: bool = False
    """Whether Python 2 does not know what it writes: it does not hold where file or package are for that, too."""
    kept: frozenset[str] = frozenset()
    """The words by which other chunks reach what it makes: it holds only where none of them writes such a word."""


Rewrite = Callable[[Site], Replacement | None]
"""Makes a replacement, or None where it cannot vouch for one."""


def on_call(rewrite: Callable[[Site, ast.Call], Replacement | None]) -> Rewrite:
    """Make a rewrite of one that works on calls; elsewhere it has nothing to offer."""

    def rewritten(site: Site) -> Replacement | None:
        call = site.call
        return rewrite(site, call) if call else None

    return rewritten
