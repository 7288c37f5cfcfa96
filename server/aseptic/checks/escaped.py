"""Whether a text can be shown as HTML: it is a literal, or was escaped where it was made."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from aseptic.checks.counted import is_number_there
from aseptic.checks.detector import Subject
from aseptic.checks.ingredients import is_made_of
from aseptic.checks.narrowing.surroundings import last, parts, upwards, written
from aseptic.source.dotted import dotted

_ESCAPING = frozenset(
    (
        "format_html format_html_join escape conditional_escape force_escape json_script escapejs linebreaks "
        "render render_annotated render_to_string as_p as_ul as_table as_div as_widget label_tag legend_tag as_hidden "
        "urlencode urlquote int float len number_format floatformat"
    ).split()
)
"""Functions whose result is escaped or holds no markup: Django's own, and what renders a template."""
_OF_MANY = frozenset({"render", "escape"})
"""Methods of things of every kind: what they are called on tells whether they escape."""
_RENDERING = ("django.", "html.", "markupsafe.")
_RENDERED = frozenset("template templates widget widgets form formset forms node nodes nodelist".split())
"""Words for what Django renders escaped."""
_OTHER = ("re.", "regex.", "glob.")
"""Modules whose `escape` is of another kind."""


def is_escaped(node: ast.expr, subject: Subject) -> bool:
    """Say whether all that a text is made of is escaped, rendered by a template, a number or a literal."""
    return is_number_there(node, subject) or is_made_of(node, subject, lambda call: _escapes(call, subject))


def _escapes(call: ast.Call, subject: Subject) -> bool:
    function = call.func
    whole = dotted(function) or ""
    name = whole.rpartition(".")[2] or (function.attr if isinstance(function, ast.Attribute) else "")
    scope = subject.scopes.get(id(function))
    meanings = scope.meanings(function) if scope else ()
    if name in _OF_MANY and isinstance(function, ast.Attribute):
        if not meanings and whole == "html.escape":
            return True  # the library's, where a module of the same name hides what the import brings
        others = [meaning for meaning in meanings if not meaning.startswith(".")]
        known = all(meaning.startswith(_RENDERING) for meaning in others)
        return known if others else any(_RENDERED & parts(each) for each in _words(call, function.value, subject))
    return name in _ESCAPING and not any(meaning.startswith(_OTHER) for meaning in meanings)


def _words(call: ast.Call, owner: ast.expr, subject: Subject) -> Iterator[str]:
    """Yield what a thing is called by its name, its class or the function that gave it, and what it is to render."""
    match owner:
        case ast.Name(id="self"):
            yield subject.view.own
            yield from (each.name for _, each in upwards(owner, subject) if isinstance(each, ast.ClassDef))
        case ast.Call(func=function):
            yield last(function)
        case _:
            yield written(owner)
    if len(call.args) > 1:
        yield written(call.args[0])
