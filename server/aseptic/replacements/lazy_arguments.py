"""A log call whose text is built, given a constant one and its values as arguments."""

from __future__ import annotations

import ast
import re

from attrs import evolve

from aseptic.replacements.arguments import arguments_of, spread
from aseptic.replacements.built_text import Built, Field, Joint, Raw, built_text
from aseptic.replacements.laid_out import laid_out
from aseptic.replacements.literal import pieces_of
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.document import line_end
from aseptic.source.span import Edit, Position, Span

_MARK = re.compile(r"%(?:%|[-#0 +]*\d*(?:\.\d+)?[a-zA-Z])")
_PLAIN = re.compile(r"[\w.]+\.__(?:qual)?name__|(?:str|repr|len)\([\w.]+\)")
"""Values whose own format is what `str` makes of them."""
_TAKES = re.compile(r"[%{]")
_LIKELY = re.compile(r"(?:^|\.)_?(?:logger|LOGGER)\.\w+$")
_BY_BRACES = ("loguru.", "structlog.")
_LAZY = ("logging.", "flask.current_app.logger.")
"""Loggers that put arguments in by `%`."""


def lazy_arguments(site: Site, call: ast.Call) -> Replacement | None:
    """Write `%s` for each value in the text, and the value among the arguments, in the order of the marks.

    A text that has no mark for its arguments gets them at its end.
    """
    lazy = site.called.startswith(_LAZY)
    if not (lazy or _is_likely(site)) or not call.args or spread(call) or "#" in site.text_of(call):
        return None
    text, layout = call.args[0], arguments_of(site, call)
    built = _constant(site, text) if isinstance(text, ast.Constant) else built_text(site, text)
    if built is None or layout is None or len(call.args) < 2 or not all(each.plain for each in built.fields):
        return None
    marked = built if any("%" in each.text for each in built.pieces if isinstance(each, Raw)) else _marked(built, call)
    values = marked and _values(marked, len(call.args) - 1)
    if marked is None or values is None:
        return None
    edits = [Edit(site.parsed.span(text), _text(site, marked, site.parsed.span(text).start))]
    places = [each.span for each in layout.each if not isinstance(each.node, ast.keyword)]
    for place, given in zip(places[1:], values, strict=False):
        start, gap = place.start, _gap(site, place)
        edits += [Edit(Span(start, start), "".join(f"{each},{gap}" for each in given))] if given else []
    end, gap = places[-1].end, _gap(site, places[-1])
    edits += [Edit(Span(end, end), "".join(f",{gap}{each}" for each in values[-1]))] if values[-1] else []
    fitting = laid_out(site, edits) or tuple(edits)
    if not built.fields:
        return Replacement("Write a mark for each argument: %s", fitting)
    # A formatted text asks a value's `__format__`, which of some enumerations says something else than `%s` does.
    # Names are texts, lengths are numbers, and what `str` and `repr` make is a text: both say the same of these.
    alike = isinstance(text, ast.BinOp) or all(_PLAIN.fullmatch(each.text) for each in built.fields)
    title = "Give the log call a constant text, and its values as arguments"
    return Replacement(title, fitting, safe=alike and lazy and marked is built)


def _is_likely(site: Site) -> bool:
    """Whether a logger comes from elsewhere, and from none of the libraries that put arguments in by braces."""
    return bool(_LIKELY.search(site.symbol)) and not site.called.startswith(_BY_BRACES)


def _constant(site: Site, text: ast.Constant) -> Built | None:
    """Return a text that takes no arguments yet, in its pieces; None where it has a mark, or may have one."""
    found = pieces_of(site.text_of(text)) if isinstance(text.value, str) and not _TAKES.search(text.value) else None
    return found and Built(*found)


def _marked(built: Built, call: ast.Call) -> Built | None:
    """Write a mark for each argument behind a text that has none; None for a dictionary, which needs none."""
    if any(isinstance(each, ast.Dict) for each in call.args):
        return None
    last = built.pieces[-1] if built.pieces else Raw(" ")
    gap = "" if isinstance(last, Raw) and last.text.endswith(" ") else " "
    return evolve(built, pieces=(*built.pieces, Raw(f"{gap}{' '.join(['%s'] * (len(call.args) - 1))}")))


def _text(site: Site, built: Built, start: Position) -> str:
    """Write the text with a mark for each value; on one line where its parts fit there, quoted alike."""
    text = built.written(lambda _: "%s")
    joints = [each for each in built.pieces if isinstance(each, Joint)]
    alike = all(re.fullmatch(rf"{re.escape(built.quote)}\s*{re.escape(built.opening)}", each.text) for each in joints)
    if not joints or not alike:
        return text
    whole = evolve(built, pieces=tuple(each for each in built.pieces if not isinstance(each, Joint)))
    line = whole.written(lambda _: "%s")
    return line if start.column + len(line) < site.columns else text


def _gap(site: Site, place: Span) -> str:
    """Return what stands between an argument and the one before: a line end and blanks where it begins its line."""
    lines = site.parsed.lines
    before, above = lines[place.start.line][: place.start.column], lines[place.start.line - 1]
    return " " if before.strip() else above[line_end(above) :] + before


def _values(built: Built, count: int) -> list[list[str]] | None:
    """Return the values to put before each of so many arguments, and those for behind the last.

    None where the marks in the text do not fit the arguments.
    """
    values: list[list[str]] = [[]]
    for piece in built.pieces:
        if isinstance(piece, Field):
            values[-1].append(piece.text)
        elif isinstance(piece, Raw):
            values += [[] for mark in _MARK.findall(piece.text) if mark != "%%"]
    return values if len(values) == count + 1 else None
