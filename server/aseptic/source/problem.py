"""What is wrong with something that a person wrote: the place, the fault and the cure, in one line."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from aseptic.source.printable import on_one_line


class Mistake(StrEnum):
    """What somebody did wrong with a key, where it matters to more than the words."""

    UNKNOWN = "unknown"
    MISSING = "missing"
    TWICE = "twice"


@frozen
class Problem:
    """A fault in a rule, a record or a setting.

    `path` is shown as it was given; `line` is 0-based, None where the whole file is meant; `key` is the front
    matter key at fault, or empty.
    """

    path: str
    message: str
    cure: str
    line: int | None = None
    key: str = ""
    mistake: Mistake | None = field(default=None, kw_only=True)
    meant: str = field(default="", kw_only=True)
    """The key that an unknown one was probably meant to be."""

    @property
    def text(self) -> str:
        """The fault and its cure without the place, as an editor shows it at the line."""
        return on_one_line(f"{self.message}; {self.cure}" if self.cure else self.message)

    def __str__(self) -> str:
        """Place, fault and cure on one line; the line counts from 1, as editors and compilers print it."""
        place = self.path if self.line is None else f"{self.path}:{self.line + 1}"
        return on_one_line(f"{place}: {self.text}")
