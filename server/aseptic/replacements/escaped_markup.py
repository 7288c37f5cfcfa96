"""Data that is pasted into markup, handed to what escapes it instead."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from attrs import evolve

from aseptic.replacements.arguments import arguments_of
from aseptic.replacements.built_text import Built, Field, Joint, Raw, built_text
from aseptic.replacements.command import quoted
from aseptic.replacements.failing import quote
from aseptic.replacements.literal import Piece
from aseptic.replacements.markup_place import escaping_keeps
from aseptic.replacements.naming import written_alike
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.dotted import dotted
from aseptic.source.span import Edit, Span

_FORMAT_HTML = "django.utils.html.format_html"
_MARKS = frozenset(f"django.utils.safestring.{name}" for name in ("mark_safe", "SafeString", "SafeText"))
_SAFE = frozenset({"format_html", "format_html_join", "mark_safe", "Markup", "escape", "conditional_escape"})
"""Functions whose result is not escaped again."""
_MARKUP = frozenset({"markupsafe.Markup", "flask.Markup"})


def escaped_markup(site: Site, call: ast.Call) -> Replacement | None:
    """Write `format_html("…{}", value)`, or `Markup("…{}").format(value)`.

    None where escaping does not keep a value in its place, or where a value is markup that was put together before.
    """
    if len(call.args) != 1 or call.keywords or "#" in site.text_of(call):
        return None
    if parts := _rendered(site, call.args[0]):
        return _joined(site, call, parts)
    built = built_text(site, call.args[0])
    layout = arguments_of(site, call)
    if built is None or layout is None or not built.fields or not all(each.plain for each in built.fields):
        return None
    if not any(isinstance(each, Raw) and each.text.strip() for each in built.pieces):
        return None  # no markup here: what is put in may be nothing else
    loose = (each for before, each in pairwise(built.pieces) if isinstance(each, Field) and not _opens_value(before))
    if (
        isinstance(built.pieces[0], Field)
        or any(_is_markup(site, each) for each in loose)
        or not escaping_keeps(_read(built))
    ):
        return None
    given, span = ", ".join(each.text for each in built.fields), site.parsed.span
    literal, end = span(call.args[0]), span(call).end
    text = _escaping(built, site.columns - literal.start.column - len(","))
    if site.called in _MARKUP:
        edits = (Edit(literal, text), Edit(Span(end, end), f".format({given})"))
        return Replacement("Let Markup escape the values: Markup(…).format(…)", edits)
    edits = (Edit(literal, text), *layout.added(given))
    if site.called == _FORMAT_HTML:
        return Replacement("Hand the values to format_html, which escapes them", edits)
    new = written_alike(site, call.func, _FORMAT_HTML) if site.called in _MARKS else None
    if new is None:
        return None
    edits = (Edit(span(call.func), new.text), *edits)
    return Replacement("Let format_html escape the values", edits, new.imports)


def _rendered(site: Site, text: ast.expr) -> list[ast.expr]:
    """Return what a text is made of that is nothing but a sum of `str(…)`; nothing where it is another."""
    match text:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            first, second = _rendered(site, left), _rendered(site, right)
            return [*first, *second] if first and second else []
        case ast.Call(func=ast.Name() as function, args=[ast.Name() | ast.Attribute() as value], keywords=[]):
            return [value] if site.meaning(function) in ("builtins.str", "str") else []
        case _:
            return []


def _joined(site: Site, call: ast.Call, parts: list[ast.expr]) -> Replacement | None:
    """Hand values over as they are: what says itself that it is HTML stays so, and all else is escaped."""
    new = written_alike(site, call.func, _FORMAT_HTML) if site.called in _MARKS and len(parts) > 1 else None
    if new is None or not all(dotted(each) for each in parts):
        return None
    marks = quoted("{}" * len(parts), quote(site))
    text = ", ".join((marks, *map(site.text_of, parts)))
    edits = (Edit(site.parsed.span(call.func), new.text), Edit(site.parsed.span(call.args[0]), text))
    return Replacement("Let format_html escape what does not say itself that it is HTML", edits, new.imports)


def _opens_value(piece: Piece) -> bool:
    """Whether what stands before a field opens the value of an attribute: no markup is put there."""
    return isinstance(piece, Raw) and piece.text.endswith(('="', "='", '=\\"', "=\\'"))


def _escaping(built: Built, room: int) -> str:
    """Write the text with its fields marked, as one literal where so many columns hold what was several."""
    whole = evolve(built, pieces=tuple(each for each in built.pieces if not isinstance(each, Joint)))
    one, several = (each.written(lambda _: "{}", _doubled) for each in (whole, built))
    return one if len(one) <= room and len(whole.pieces) < len(built.pieces) and _alike(built) else several


def _doubled(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _alike(built: Built) -> bool:
    """Whether literals side by side have the same quotes and prefix, with nothing but blanks between them."""
    joints = (each.text for each in built.pieces if isinstance(each, Joint))
    return all(re.fullmatch(rf"{built.quote}\s*{re.escape(built.opening)}", each) for each in joints)


def _read(built: Built) -> list[str | None]:
    """Return the text as Python reads it, with None for each field."""
    texts = (each for each in built.pieces if not isinstance(each, Joint))
    return [None if isinstance(each, Field) else _meant(built, each.text) for each in texts]


def _meant(built: Built, text: str) -> str:
    return ast.literal_eval(f"{built.opening}{text}{built.quote}") if text else ""


def _is_markup(site: Site, field: Field) -> bool:
    """Whether a value is put together from pieces, or holds a tag where it, or what has its name, is written."""
    node = ast.parse(field.text.strip(), mode="eval").body
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return _builds(node) or any(_builds(value) for name in names for value in _given(site, name))


def _given(site: Site, name: str) -> Iterator[ast.expr]:
    """Yield what the function gives a name."""
    functions = (each for each in site.above(site.node) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    function = next(functions, None)
    for each in ast.walk(function) if function else ():
        match each:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                yield value
            case ast.AugAssign(target=ast.Name(id=target), value=value) if target == name:
                yield value
            case _:
                pass


def _builds(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _SAFE:
            return False
        case ast.Call(func=ast.Attribute(attr="join")):
            return True
        case _:
            return any(isinstance(each, ast.Constant) and "<" in str(each.value) for each in ast.walk(node))
