"""What a chunk must hold for one detector to find anything in it.

A need says less than its detector: it may be met where nothing is found, and is never unmet where something is.
What a rule or a test calls by a dotted name is found only where every part of that name is written, or is a part
of what a written name stands for. What it looks for inside a text stands there letter by letter, unless the text
is put together of pieces or spelled with escapes: such a text is *disguised*, and meets the need whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from attrs import frozen


class Kind(StrEnum):
    """Which detector has a need."""

    BANDIT = "bandit"
    BANNED = "banned"
    SETTING = "setting"
    TEXT = "text"
    NAME = "name"
    COMMENT = "comment"
    SHAPE = "shape"


class Hidden(StrEnum):
    """What can hide from a pattern what it looks for."""

    NEVER = "never"
    """It reads code or comments, which are written in one way only."""
    LETTERS = "letters"
    """It reads letters of texts, which escapes and joined texts can hide."""
    PARTED = "parted"
    """It reads letters that fields may part, too: `f"sel{x}ect"`."""
    ANYHOW = "anyhow"
    """It reads all of a text: any backslash, double brace or joined text can hide that."""
    COMPOSED = "composed"
    """It reads all of a text that may be put together, with data in it."""


Sought = Mapping[Kind, frozenset[str]]
"""The keys of what each detector may find."""
NOTHING: Sought = {}
LETTER = r"[\w\-./:@*|$]"
"""What `Need.spelled` consists of: letters, digits, and the signs inside names, paths and addresses."""
_SPELLABLE = re.compile(rf"{LETTER}+", re.ASCII)


@frozen
class Need:
    """All of this must be there for `key` to be found; what is left empty asks for nothing."""

    kind: Kind
    key: str
    """What the detector would find: a test's id, a banned name, a setting, the number of a text."""
    names: frozenset[str] = frozenset()
    """Each is a name that the chunk writes, or a part of what its names stand for."""
    words: frozenset[str] = frozenset()
    """Each stands as a whole word in code or in a text, unless a text is disguised."""
    texts: frozenset[str] = frozenset()
    """Each is a whole word, as of `words`, that may be put together of texts, too."""
    pieces: tuple[str, ...] = ()
    """One of these stands in the text, in any case (they are in lower case here)."""
    spelled: tuple[str, ...] = ()
    """Each of these stands in the text, in any case, unless a text is disguised."""
    pattern: str = ""
    """This is found in the text as it is; in lower case if `lower`, and there between quotes alone if `quoted`."""
    hidden: Hidden = Hidden.NEVER
    lower: bool = False
    quoted: bool = False


def name_parts(name: str) -> frozenset[str]:
    """Return the parts of a dotted name that must be written for it to be found; a built-in's module need not be."""
    return frozenset(name.removeprefix("builtins.").replace("()", "").split(".")) - {""}


def spellable(texts: Iterable[object]) -> tuple[str, ...]:
    """Return those of the texts that can be told from disguised ones, in lower case."""
    return tuple(text.lower() for text in texts if isinstance(text, str) and _SPELLABLE.fullmatch(text))
