"""A value that must not be guessed, drawn from the system's generator."""

from __future__ import annotations

import ast
import re

from attrs import evolve

from aseptic.replacements.arguments import keyword_of, spread
from aseptic.replacements.naming import name_written, renamed
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit, Position, Span

_ALIKE = {"choice": "choice", "randbytes": "token_bytes", "getrandbits": "randbits"}
"""Functions of `random` and those of `secrets` that take the same arguments."""
_RENAMED = {"randbytes": ("n", "nbytes")}
"""What of them has another name there."""
_SEEDED = re.compile(r"^(?:[^#]*[^\w.#])?(?:random\.)?seed\(")
"""Says that the file's numbers are to be the same each time."""
_DRAWS = frozenset("random uniform triangular sample choices shuffle randint randrange gauss betavariate".split())
"""Methods of every generator, that of the system too."""


def secure_random(site: Site, call: ast.Call) -> Replacement | None:
    """Draw by `secrets`; what it has no function for, by the system's generator, which has the same methods."""
    module, _, name = site.called.rpartition(".")
    if module != "random":
        return None
    found = _alike(site, call, name) if name in _ALIKE else _below(site, call, name)
    found = found if found or name in _ALIKE else _from_the_system(site, call, name)
    return found and evolve(found, against=_SEEDED)


def _alike(site: Site, call: ast.Call, name: str) -> Replacement | None:
    new = renamed(site, call, f"secrets.{_ALIKE[name]}")
    if new is None or spread(call):
        return None  # an argument under its old name may be among what is spread
    edits = [new[0]]
    old, fresh = _RENAMED.get(name, ("", ""))
    if old and (given := keyword_of(call, old)):
        start = site.parsed.span(given).start
        edits.append(Edit(Span(start, Position(start.line, start.column + len(old))), fresh))
    return Replacement(f"Draw the random value with secrets.{_ALIKE[name]}", tuple(edits), new[1], safe=True)


def _below(site: Site, call: ast.Call, name: str) -> Replacement | None:
    """Write `randbelow` for whole numbers between two that are written out."""
    ends = [each.value for each in call.args if isinstance(each, ast.Constant) and type(each.value) is int]
    if name not in ("randint", "randrange") or call.keywords or len(ends) != len(call.args) or len(ends) > 2:
        return None
    low, high = (0, *ends)[-2:]
    count = high - low + (name == "randint")
    written = name_written(site, "secrets.randbelow")
    if written is None or count < 1 or (name == "randint" and len(ends) < 2) or "#" in site.text_of(call):
        return None
    text = f"{written.text}({_digits(site, call, count)})"
    if low:
        text = f"{_digits(site, call, low)} + {text}"
        text = text if _stands_alone(site, call) else f"({text})"
    return Replacement(
        "Draw the random value with secrets.randbelow",
        (Edit(site.parsed.span(call), text),),
        written.imports,
        safe=True,
    )


def _digits(site: Site, call: ast.Call, value: int) -> str:
    """Write a number in groups where the call did."""
    return f"{value:_}" if "_" in "".join(map(site.text_of, call.args)) else str(value)


def _stands_alone(site: Site, call: ast.Call) -> bool:
    match site.parsed.parents.get(call):
        case ast.Call(args=given):
            return call in given
        case ast.expr():
            return False
        case _:
            return True


def _from_the_system(site: Site, call: ast.Call, name: str) -> Replacement | None:
    written = name_written(site, "secrets.SystemRandom")
    if name not in _DRAWS or written is None or spread(call):
        return None
    edit = Edit(site.parsed.span(call.func), f"{written.text}().{name}")
    return Replacement(f"Draw the random value with secrets.SystemRandom().{name}", (edit,), written.imports, safe=True)
