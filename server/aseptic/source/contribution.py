"""All that one chunk adds to the names of its module."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import TypedDict

from attrs import evolve, field, frozen

from aseptic.source.attributes import in_order, of_class, of_classes, of_methods
from aseptic.source.binding import Binding, bind, module_of, set_by_text
from aseptic.source.bound import all_read, bound, perhaps_bound
from aseptic.source.chunk import Chunk, Kind
from aseptic.source.handed import handed, hands
from aseptic.source.literal import written_out
from aseptic.source.mended import mended
from aseptic.source.parse import Broken, Parsed
from aseptic.source.plainly import plain_class, plain_import, plain_value
from aseptic.source.public import ALL, Listing, listings
from aseptic.source.reaching import Local
from aseptic.source.sequence import in_sequence
from aseptic.source.term import Term

_IMPORT_LINE = re.compile(
    r"^[ \t]*((?:import|from)[ \t](?:[^\r\n(]*+\((?:[^()#]|#[^\r\n]*+)*+\)|[^\r\n]++)[^\r\n]*+)", re.MULTILINE
)
_DEFINITION = re.compile(
    r"(?:[ \t]*[#@][^\r\n]*[\r\n]+)*(?P<indent>[ \t]*)(?:async[ \t]+def|def|(?P<of>class))[ \t]+(?P<name>\w+)"
)
_SETTING = re.compile(
    r"\.\w+[ \t]*(?::[^=\r\n]*)?=[ \t]*(?:[{(\[\\]|(?!None\b|True\b|False\b|[bBfFrRuU]{1,2}[\"'])[^\W\d])"
)
"""An attribute set to no constant."""
_TEXT = re.compile(
    r"(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*[ \t]*[rRuU]?"
    r"(?:\"{3}(?:[^\"\\]|\\.|\"(?!\"\"))*+\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*+'{3})(?:\s|#[^\r\n]*+)*+\Z",
    re.DOTALL,
)
"""A text that is a whole statement: what a module or a class says of itself."""


@frozen
class Contribution:
    """All that a chunk adds to its module's names."""

    names: tuple[Binding, ...] = field(default=())
    stars: tuple[tuple[str, bool], ...] = field(default=())
    """The modules imported with `*`, each with whether it surely is."""
    imports: tuple[str, ...] = field(default=())
    """Every module imported anywhere in the chunk, as bandit writes it."""
    aliases: tuple[tuple[str, str], ...] = field(default=())
    """Every name bound by an import anywhere in the chunk, in order, as bandit reads it."""
    targets: tuple[str, ...] = field(default=())
    """What imports inside functions bring, by dotted name."""
    listings: tuple[Listing, ...] = field(default=())
    """What it says of the names that `import *` brings of the module."""


NOTHING = Contribution()


def plain(chunk: Chunk) -> Contribution | None:
    """Read what a chunk of a plain kind binds, unparsed; None where only a tree can tell."""
    if _TEXT.match(chunk.text) is not None:
        return NOTHING
    if ALL in chunk.text:
        return None
    member = chunk.kind is Kind.MEMBER
    if chunk.kind is Kind.STATEMENT and chunk.text.startswith(("from", "import")):
        found = plain_import(chunk.text)
        return None if found is None else Contribution(tuple(bind(found, False)), **_read([found]))
    match = _DEFINITION.match(chunk.text)
    if match is None or match["of"]:
        plainly = plain_class(chunk.text) if chunk.kind is Kind.HEADER else plain_value(chunk.text, indented=member)
        return None if plainly is None else Contribution(tuple(_bound([plainly], chunk)))
    told = _tells(chunk.text) or _swallows(chunk.text, match)
    return None if told else Contribution(tuple(_defined(chunk)))


def _tells(text: str) -> bool:
    """Whether a function may bind anything outside itself: an import, `global`, an attribute, a part of another."""
    return (
        "import" in text or "global" in text or "__dict__" in text or _SETTING.search(text) is not None or hands(text)
    )


def _swallows(text: str, definition: re.Match[str]) -> bool:
    """Whether other statements may follow a definition in its chunk: somebody left a bracket open above them."""
    return _further(definition["indent"], "\r" in text).search(text, definition.end()) is not None


@lru_cache(32)
def _further(indent: str, returns: bool) -> re.Pattern[str]:
    """Find a line that begins with a name or word, no deeper than a definition does; one sign to look for is faster."""
    end = r"[\r\n]" if returns else r"\n"
    return re.compile(rf"{end}(?:{re.escape(indent)})?[^\W\d]")


def _defined(chunk: Chunk) -> Iterator[Binding]:
    """Yield the name of a definition, as its first line has it."""
    match = _DEFINITION.match(chunk.text)
    if match is not None and chunk.kind is Kind.MEMBER:
        yield Binding(chunk.owner, part=f".{match['name']}", in_body=True)
    elif match is not None:
        yield Binding(match["name"])


def contribution(chunk: Chunk, parsed: Parsed | Broken) -> Contribution:
    """Read what a chunk binds.

    One that does not parse is read without the line that is at fault, so that other chunks see the same names while
    somebody types in it. Where that is not enough, its own name and the lines that are whole imports count.
    """
    member = chunk.kind is Kind.MEMBER
    if isinstance(parsed, Broken):
        parsed = mended(chunk, parsed)
    if isinstance(parsed, Broken):
        statements = list(_whole_imports(chunk.text)) if "import" in chunk.text else []
        roots: Sequence[ast.stmt] = [] if member else statements
        own = tuple(_defined(chunk))
    else:
        statements = _imports(parsed) if "import" in chunk.text else []
        roots, own = parsed.roots, ()
    names = own + tuple(_bound(roots, chunk))
    if hands(chunk.text):
        names += tuple(handed(roots, chunk.owner if member else ""))
    if member and not isinstance(parsed, Broken):
        names += tuple(_module_level(parsed.beyond, chunk.text))
    listed = tuple(listings(roots)) if ALL in chunk.text and not member else ()
    if not (names or statements or listed):
        return NOTHING
    return Contribution(
        names,
        tuple(_stars(roots)) if not member and statements and "*" in chunk.text else (),
        **_read(statements),
        listings=listed,
    )


class _Read(TypedDict):
    imports: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]
    targets: tuple[str, ...]


def _read(statements: Sequence[ast.stmt]) -> _Read:
    """Return what imports add beside the names that they bind."""
    return {
        "imports": tuple([module for node in statements for module in _imported_modules(node)]),
        "aliases": tuple([alias for node in statements for alias in _bandit_aliases(node)]),
        "targets": tuple(dict.fromkeys(each.module for node in statements for each in bind(node, False))),
    }


def _bound(roots: Sequence[ast.stmt], chunk: Chunk) -> Iterator[Binding]:
    return _members(roots, chunk) if chunk.kind is Kind.MEMBER else _module_level(roots, chunk.text)


def _module_level(roots: Sequence[ast.stmt], text: str) -> Iterator[Binding]:
    literals = dict(written_out(roots))
    named = ":=" in text
    sequence = in_sequence(roots, named, partial(of_class, named=named) if "class" in text else None)
    for each in bound(sequence, roots):
        known = literals.get(each.name) if literals and not each.part else None
        yield evolve(each, literal=known) if known else each
    if "global" in text:
        for root in roots:
            yield from _globals(root, sequence)


def _members(roots: Sequence[ast.stmt], chunk: Chunk) -> Iterator[Binding]:
    """Yield what a member binds in its class: its own names, and the attributes that it sets on its instance."""
    own = Term(chunk.owner)
    for each in in_order(roots, own, ":=" in chunk.text):
        yield evolve(each, name=chunk.owner, part=f".{each.name}{each.part}", in_body=True)
    for each in of_methods(roots, own, chunk.text.count("def ") > 1) if "def" in chunk.text else ():
        yield evolve(each, name=chunk.owner, part=f".{each.name}{each.part}")
    for each in of_classes(roots, own, ":=" in chunk.text) if "class" in chunk.text else ():
        yield evolve(each, name=chunk.owner, part=f".{each.name}{each.part}")
    if "global" in chunk.text:
        for root in roots:
            yield from _globals(root, ())


def _globals(root: ast.AST, beside: Sequence[Local]) -> Iterator[Binding]:
    """Yield what functions bind in the module's name by `global`, and what `globals()` is given anywhere.

    `beside` is what the chunk's own statements bind.
    """
    for function in ast.walk(root):
        for each in set_by_text(function):
            yield evolve(each, by_function=True) if function is not root else evolve(each, read=all_read(each, beside))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            names = {name for each in ast.walk(function) if isinstance(each, ast.Global) for name in each.names}
            if names:
                found = (each for each in perhaps_bound(function.body) if each.name in names and not each.gone)
                yield from (evolve(each, by_function=True) for each in found)


def _imports(parsed: Parsed) -> list[ast.stmt]:
    found = [node for node in parsed.inside(parsed.tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def _whole_imports(text: str) -> Iterator[ast.stmt]:
    for match in _IMPORT_LINE.finditer(text):
        try:
            yield from ast.parse(match[1]).body
        except (SyntaxError, ValueError):
            continue


def _stars(roots: Sequence[ast.stmt]) -> Iterator[tuple[str, bool]]:
    for root in roots:
        for node in ast.walk(root):
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                yield module_of(node), node is root


def _imported_modules(node: ast.stmt) -> Iterator[str]:
    prefix = f"{node.module}." if isinstance(node, ast.ImportFrom) and node.module else ""
    return (prefix + alias.name for alias in getattr(node, "names", ()))


def _bandit_aliases(node: ast.stmt) -> Iterator[tuple[str, str]]:
    """Bandit enters every name of `from m import n`, but of `import m` only one with `as`."""
    module = node.module if isinstance(node, ast.ImportFrom) else None
    for alias in getattr(node, "names", ()):
        if module:
            yield alias.asname or alias.name, f"{module}.{alias.name}"
        elif alias.asname:
            yield alias.asname, alias.name
