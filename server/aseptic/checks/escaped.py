"""Whether a text can be shown as HTML: it is a literal, or was escaped where it was made."""

from __future__ import annotations

import ast

from aseptic.checks.counted import is_number_there
from aseptic.checks.detector import Subject
from aseptic.checks.ingredients import is_made_of
from aseptic.source.dotted import dotted

_ESCAPING = frozenset(
    (
        "format_html format_html_join escape conditional_escape force_escape json_script escapejs linebreaks "
        "render render_annotated render_to_string as_p as_ul as_table as_div as_widget label_tag legend_tag as_hidden "
        "urlencode urlquote int float len number_format floatformat"
    ).split()
)
"""Functions whose result is escaped or holds no markup: Django's own, and what renders a template."""
_OTHER = ("re.", "regex.", "glob.")
"""Modules whose `escape` is of another kind."""


def is_escaped(node: ast.expr, subject: Subject) -> bool:
    """Say whether all that a text is made of is escaped, rendered by a template, a number or a literal."""
    return is_number_there(node, subject) or is_made_of(node, subject, lambda call: _escapes(call, subject))


def _escapes(call: ast.Call, subject: Subject) -> bool:
    function = call.func
    written = dotted(function) or ""
    name = written.rpartition(".")[2] or (function.attr if isinstance(function, ast.Attribute) else "")
    scope = subject.scopes.get(id(function))
    meanings = scope.meanings(function) if scope else ()
    return name in _ESCAPING and not any(meaning.startswith(_OTHER) for meaning in meanings)
