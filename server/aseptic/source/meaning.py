"""What a term may stand for, written as texts of three kinds, so that they compare and keep as plain values.

| written | stands for |
|---|---|
| `os.system`, `tarfile.open().extractall` | a thing of a library, with `()` for what a call returns |
| `pump.shell:Runner.go`, `pump.shell:` | a thing of the project's own in its module, or the module |
| `'system'` | a literal text |

`functools.partial(os.system)` is a library's function that was handed arguments.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

Meanings = tuple[str, ...]
_MOST = 24
"""Meanings beyond which one more makes no difference to anybody."""
_LONGEST = 160
"""Characters of a name beyond which no rule names it; what is reassigned to a part of itself stops growing there."""
REST = "[*]"
"""The part of a table that stands for all that it holds of another."""
BASES = "<"
"""What follows a class's name in the fact that tells what it derives from."""
_BOUND = "functools.partial("
HANDED_ON = ("builtins", "os", "subprocess", "sys")
"""Modules that others of Python's own have among their names, for they import them."""
_MODULES = sys.stdlib_module_names | {"os.path"}
_PARTS = frozenset({"asyncio.subprocess"})
"""What looks like one of these and is a module of its own."""


def together(every: Iterable[Meanings]) -> Meanings:
    """Join meanings, each once, the first ones where there are too many."""
    found = {each: None for meanings in every for each in meanings if len(each) <= _LONGEST}
    return tuple(found)[:_MOST]


def is_own(meaning: str) -> bool:
    """Say whether a meaning is a thing of the project's own."""
    return ":" in meaning and meaning[0] not in "'\""


def written_out(meaning: str) -> str:
    """Return a thing of one of the project's modules as code elsewhere writes it, dotted; "" for any other meaning."""
    return meaning.replace(":", ".").rstrip(".") if is_own(meaning) and not meaning.startswith("<") else ""


def bound(meaning: str) -> str:
    """Write a function that was handed arguments already."""
    return meaning if is_bound(meaning) else f"{_BOUND}{meaning})"


def is_bound(meaning: str) -> bool:
    """Say whether a function was handed arguments already, where that is seen: each call of it is one of those."""
    return meaning.startswith(_BOUND)


def plain(meaning: str) -> str:
    """Return a function whether or not it was handed arguments."""
    return meaning[len(_BOUND) : -1] if is_bound(meaning) else meaning


def is_library(meaning: str) -> bool:
    """Say whether a meaning is a dotted name of a library."""
    return meaning[0] not in "'\"" and ":" not in meaning


def joined(own: str, step: str) -> str:
    """Write a part of a thing of the project's own; a module's first part follows its colon."""
    return own + step.removeprefix(".") if own.endswith(":") else own + step


def part_of(library: str, name: str) -> str:
    """Write a part of a library's thing; a module that another one of Python's own has imported is that itself."""
    whole = f"{library}.{name}"
    return name if name in HANDED_ON and library in _MODULES and whole not in _PARTS else whole


def namespace(thing: str) -> str:
    """Write what holds all that a thing has, by name: its `__dict__`."""
    return joined(thing, ".__dict__") if is_own(thing) else f"{thing}.__dict__"


def named_in(meaning: str) -> str:
    """Return the thing of whose namespace this is; nothing for what is no namespace."""
    holder = meaning.removesuffix("__dict__")
    if holder == meaning or holder[-1:] not in {".", ":"}:
        return ""
    return holder if holder[-1] == ":" else holder[:-1]


def key(written: str | None) -> str:
    """Write an entry as part of a name; without a key it is a table of which the rest comes."""
    return REST if written is None else f"[{written}]"


def is_entry(step: str) -> bool:
    """Say whether a step leads to an entry, or to what a table holds of another."""
    return step.startswith("[")


def entries_in(holder: str, parts: Iterable[str]) -> Iterator[str]:
    """Yield the steps from a thing to its entries, among the parts of things."""
    start = f"{holder}["
    steps = (each.removeprefix(holder) for each in parts if each.startswith(start))
    return (each for each in steps if each != REST and each.find("]") == len(each) - 1)


def called(meaning: str) -> str:
    """Write what a call returns: of a class one of its kind. A class is known by the capital that begins it."""
    last = meaning.rpartition(":")[2].rpartition(".")[2]
    return meaning if last[:1].isupper() or (last.startswith("_") and last[1:2].isupper()) else f"{meaning}()"


def spelled(meanings: Meanings) -> list[str]:
    """Return the names, dotted or not, among literal texts."""
    return [
        each[1:-1] for each in meanings if each[0] in "'\"" and each[1:-1].replace(".", "").replace("_", "a").isalnum()
    ]


def identifier(written: str) -> str:
    """Return the name that a literal is, as Python writes it; nothing for any other."""
    return written[1:-1] if written[0] in "'\"" and written[1:-1].isidentifier() else ""


def put_together(parts: list[Meanings]) -> Meanings:
    """Return the texts that parts may make, one after another."""
    texts = [""]
    for part in parts:
        texts = [before + after for before in texts for after in spelled(part)][:_MOST]
    return tuple(repr(text) for text in texts)


def libraries(meanings: Meanings) -> Meanings:
    """Return the dotted names of libraries among meanings, of what was handed arguments before the bare name."""
    found = [plain(each) if each[-1] == ")" else each for each in meanings if is_library(each)]
    return tuple(dict.fromkeys(found) if len(found) > 1 else found)
