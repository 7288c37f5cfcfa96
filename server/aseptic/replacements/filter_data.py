"""A tar archive extracted as it comes to one that is filtered."""

from __future__ import annotations

import ast

from aseptic.replacements.arguments import arguments_of, keyword_of, spread
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit

_TITLE = 'Extract with filter="data"'


def filter_data(site: Site, call: ast.Call) -> Replacement | None:
    """Give `filter="data"`; safe where the archive is known to be a tar, None where it is known to be another."""
    known = site.scope.meanings(call.func)
    tar = all(name.startswith("tarfile.") for name in known or (site.symbol,))
    if known and not tar:
        return None  # `zipfile.ZipFile.extractall` knows no filter
    given = keyword_of(call, "filter")
    layout = arguments_of(site, call)
    if given is not None:
        edits: tuple[Edit, ...] = (Edit(site.parsed.span(given.value), '"data"'),)
    elif layout is None or spread(call):
        return None
    else:
        edits = layout.added('filter="data"')
    return Replacement(_TITLE if tar else f"{_TITLE} (if this is a tar archive)", edits, safe=tar)
