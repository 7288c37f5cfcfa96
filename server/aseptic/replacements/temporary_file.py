"""A guessed temporary name to a file that is created in the same step."""

from __future__ import annotations

import ast

from aseptic.replacements.arguments import Argument, arguments_of, spread
from aseptic.replacements.naming import renamed
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit, Span

_ORDER = ("suffix", "prefix", "dir")
"""The parameters of `mktemp` and `mkstemp`; `NamedTemporaryFile` has others before them."""


def mkstemp(site: Site, call: ast.Call) -> Replacement | None:
    """Take the name from `mkstemp`, which takes the same arguments."""
    new = renamed(site, call, "tempfile.mkstemp") if site.called == "tempfile.mktemp" else None
    if new is None:
        return None
    edit, imports = new
    title = "Create it with tempfile.mkstemp (leaves a descriptor to close)"
    return Replacement(title, (edit, _behind(site, call, "[1]")), imports)


def named_temporary_file(site: Site, call: ast.Call) -> Replacement | None:
    """Take the name from a `NamedTemporaryFile` that stays when it is closed."""
    layout = arguments_of(site, call)
    if site.called != "tempfile.mktemp" or layout is None or spread(call) or len(call.args) > len(_ORDER):
        return None
    new = renamed(site, call, "tempfile.NamedTemporaryFile")
    if new is None:
        return None
    edit, imports = new
    named = (
        _named(name, argument)
        for name, argument in zip(_ORDER, layout.each, strict=False)
        if not isinstance(argument.node, ast.keyword)
    )
    edits = (edit, *named, *layout.added("delete=False"), _behind(site, call, ".name"))
    title = "Create it with tempfile.NamedTemporaryFile(delete=False), closed when Python drops it"
    return Replacement(title, edits, imports)


def _named(name: str, argument: Argument) -> Edit:
    return Edit(Span(argument.span.start, argument.span.start), f"{name}=")


def _behind(site: Site, call: ast.Call, text: str) -> Edit:
    end = site.parsed.span(call).end
    return Edit(Span(end, end), text)
