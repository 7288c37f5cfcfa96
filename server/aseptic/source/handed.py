"""Texts that a module hands to functions of its own, where such a text may be the name of a model or a data set.

What a function does with it stands in another chunk. So the text counts as a part of the function, `load[()]`, which
that chunk sees like any other part of what it writes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from aseptic.source.binding import Binding
from aseptic.source.term import Term, Text

HANDED = "[()]"
"""The part of a function that stands for what it is handed."""
COMMITS = frozenset({"revision", "commit_id"})
"""The arguments that say which state of a repository is meant."""
_NAME = r"(?=[^\"'\r\n]*[-/\d])\w[\w.\-]*(?:/[\w.\-]+)?"
_REPOSITORY = re.compile(_NAME)
_CALL = re.compile(rf"(?:(?<![\w.])|\b(?:self|cls)\.)[a-z_]\w*\(\s*(?:\w+\s*=\s*)?[\"']{_NAME}[\"']")


def hands(text: str) -> bool:
    """Say whether a function may be handed such a name in a text."""
    return _CALL.search(text) is not None


def handed(roots: Sequence[ast.stmt], owner: str) -> Iterator[Binding]:
    """Yield the names that functions of the module, or methods of the class that owns the code, are called with."""
    for call in (node for root in roots for node in ast.walk(root) if isinstance(node, ast.Call)):
        given = next(iter((*call.args[:1], *(each.value for each in call.keywords if each.arg))), None)
        match given:
            case ast.Constant(value=str(text)) if _REPOSITORY.fullmatch(text) and not _is_pinned(call):
                yield from _parts(call.func, owner, Term(Text(text)))
            case _:
                pass


def _parts(function: ast.expr, owner: str, text: Term) -> Iterator[Binding]:
    match function:
        case ast.Name(id=name):
            yield Binding(name, text, conditional=True, part=HANDED)
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name) if owner:
            yield Binding(owner, text, conditional=True, part=f".{name}{HANDED}")
        case _:
            return


def _is_pinned(call: ast.Call) -> bool:
    return any(each.arg is None or each.arg in COMMITS for each in call.keywords)
