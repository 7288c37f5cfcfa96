"""A log call whose text is built, given a constant one and its values as arguments."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.arguments import spread
from aseptic.replacements.built_text import Field, Raw, built_text
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit, Span

_MARK = re.compile(r"%(?:%|[-#0 +]*\d*(?:\.\d+)?[a-zA-Z])")
_LAZY = ("logging.", "flask.current_app.logger.")
"""Loggers that put arguments in by `%`."""


def lazy_arguments(site: Site, call: ast.Call) -> Replacement | None:
    """Write `%s` for each value in the text, and the value among the arguments, in the order of the marks."""
    if not site.called.startswith(_LAZY) or not call.args or spread(call) or "#" in site.text_of(call):
        return None
    built, rest = built_text(site, call.args[0]), [site.text_of(each) for each in call.args[1:]]
    if built is None or not rest or not all(each.plain for each in built.fields):
        return None
    given = list[str]()
    for piece in built.pieces:
        if isinstance(piece, Field):
            given.append(piece.text)
        elif isinstance(piece, Raw):
            marks = sum(mark != "%%" for mark in _MARK.findall(piece.text))
            if marks > len(rest):
                return None
            given += rest[:marks]
            del rest[:marks]
    if rest:
        return None  # the marks do not fit the arguments
    span = site.parsed.span
    whole = Span(span(call.args[0]).start, span(call.args[-1]).end)
    text = ", ".join((built.written(lambda _: "%s"), *given))
    return Replacement("Give it a constant text, and its values as arguments", (Edit(whole, text),), safe=True)
