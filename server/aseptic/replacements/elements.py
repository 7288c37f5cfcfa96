"""Elements taken out of the lists that a call or a setting is given."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from itertools import groupby

from aseptic.replacements.setting import given_to
from aseptic.replacements.site import Site
from aseptic.source.span import Edit, Span

_Display = ast.List | ast.Tuple | ast.Set


def thinned(site: Site, unwanted: Collection[str]) -> tuple[Edit, ...]:
    """Return the edits that take texts out of lists; none where a list would lose all, or a comment goes with it."""
    edits = [edit for display in _displays(site) for edit in _edits(site, display, unwanted)]
    return () if any("#" in site.text(edit.span) for edit in edits) else tuple(edits)


def _displays(site: Site) -> Iterator[_Display]:
    for given in given_to(site):
        holder = site.parsed.parents.get(given) if given is site.node else None
        for each in (given, holder):
            if isinstance(each, _Display):
                yield each


def _edits(site: Site, display: _Display, unwanted: Collection[str]) -> Iterator[Edit]:
    """Take each run of unwanted elements with the comma after it; the last run with the comma before it."""
    goes = [isinstance(each, ast.Constant) and each.value in unwanted for each in display.elts]
    if all(goes):
        return
    span = site.parsed.span
    for gone, run in groupby(range(len(goes)), key=lambda place: goes[place]):
        places = list(run)
        first, after = places[0], places[-1] + 1
        if gone and after < len(goes):
            yield Edit(Span(span(display.elts[first]).start, span(display.elts[after]).start))
        elif gone:
            yield Edit(Span(span(display.elts[first - 1]).end, span(display.elts[-1]).end))
