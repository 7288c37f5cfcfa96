"""Data that is pasted into markup, handed to what escapes it instead."""

from __future__ import annotations

import ast

from aseptic.replacements.arguments import arguments_of
from aseptic.replacements.built_text import Built, Raw, built_text
from aseptic.replacements.naming import written_alike
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit, Span

_FORMAT_HTML = "django.utils.html.format_html"
_MARKS = frozenset(f"django.utils.safestring.{name}" for name in ("mark_safe", "SafeString", "SafeText"))
_MARKUP = frozenset({"markupsafe.Markup", "flask.Markup"})


def escaped_markup(site: Site, call: ast.Call) -> Replacement | None:
    """Write `format_html("…{}", value)`, or `Markup("…{}").format(value)`."""
    if len(call.args) != 1 or call.keywords or "#" in site.text_of(call):
        return None
    built = built_text(site, call.args[0])
    layout = arguments_of(site, call)
    if built is None or layout is None or not built.fields or not all(each.plain for each in built.fields):
        return None
    if not any(isinstance(each, Raw) and each.text.strip() for each in built.pieces):
        return None  # no markup here: what is put in may be nothing else
    text, given = _escaping(built), ", ".join(each.text for each in built.fields)
    span = site.parsed.span
    literal, end = span(call.args[0]), span(call).end
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


def _escaping(built: Built) -> str:
    return built.written(lambda _: "{}", lambda text: text.replace("{", "{{").replace("}", "}}"))
