"""What web frameworks are told: no debugger, and templates that escape."""

from __future__ import annotations

import ast

from aseptic.replacements.arguments import arguments_of, is_literal, keyword_of, spread
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit


def debug_off(site: Site, call: ast.Call) -> Replacement | None:
    """Write `debug=False`, which stops the reloader, too; None for `asyncio.run`, which a file with Flask may call."""
    debug = keyword_of(call, "debug")
    if debug is None or not is_literal(debug.value, True) or site.called.startswith("asyncio."):
        return None
    return Replacement("Turn the debugger off: debug=False", (_set(site, debug, "False"),))


def autoescape_on(site: Site, call: ast.Call) -> Replacement | None:
    """Write `autoescape=True`; not safe, since templates that rely on raw markup look different then.

    None for templates with marks of their own, as of LaTeX: escapes of HTML would stand in what they make.
    """
    if any(keyword_of(call, f"{kind}_start_string") for kind in ("block", "variable")):
        return None
    title = "Let templates escape values: autoescape=True (templates may look different)"
    given = keyword_of(call, "autoescape")
    if given is not None:
        edits = (_set(site, given, "True"),)
        return Replacement(title, edits) if is_literal(given.value, False) else None
    layout = arguments_of(site, call)
    if layout is None or spread(call):
        return None
    return Replacement(title, layout.added("autoescape=True"))


def _set(site: Site, keyword: ast.keyword, value: str) -> Edit:
    return Edit(site.parsed.span(keyword.value), value)
