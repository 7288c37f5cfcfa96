"""A tar archive extracted as it comes to one that is filtered."""

from __future__ import annotations

import ast

from aseptic.replacements.arguments import arguments_of, keyword_of, spread
from aseptic.replacements.command import quote_of, quoted
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit

_TITLE = 'Extract the archive with filter="data"'


def filter_data(site: Site, call: ast.Call) -> Replacement | None:
    """Give `filter="data"`; None where the archive is known to be no tar. Owners and rights of others are dropped."""
    known = site.scope.meanings(call.func)
    tar = all(name.startswith("tarfile.") for name in known or (site.symbol,))
    if (known and not tar) or (not known and isinstance(call.func, ast.Name)):
        return None  # `zipfile.ZipFile.extractall` knows no filter, nor does a function of one's own
    given = keyword_of(call, "filter")
    layout = arguments_of(site, call)
    if given is not None and not _is_known(site, given.value):
        return None  # whoever calls the function chooses it
    if given is not None:
        # Somebody chose the filter that is there, so somebody has to look at the new one.
        return Replacement(f"{_TITLE} in place of the filter given", (_set(site, given.value),))
    if layout is None or spread(call):
        return None
    if not tar and any(name.startswith("zipfile") for name in site.module_names.values()):
        return None  # it may be an archive of the other kind, which knows no filter
    title = f"{_TITLE} (drops owners and rights of others)" if tar else f"{_TITLE} (if this is a tar archive)"
    return Replacement(title, layout.added('filter="data"'))


def _is_known(site: Site, given: ast.expr) -> bool:
    return isinstance(given, ast.Constant) or site.meaning(given).startswith("tarfile.")


def _set(site: Site, given: ast.expr) -> Edit:
    literal = isinstance(given, ast.Constant) and isinstance(given.value, str)
    return Edit(site.parsed.span(given), quoted("data", quote_of(site, given) if literal else '"'))
