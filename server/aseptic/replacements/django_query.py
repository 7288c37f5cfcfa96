"""Values in the raw SQL that Django's models take, handed over as its parameters."""

from __future__ import annotations

import ast

from aseptic.replacements.arguments import arguments_of, keyword_of, spread
from aseptic.replacements.built_text import Built, built_text
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.sql import bindable
from aseptic.source.span import Edit

_RAW = frozenset({"django.db.models.expressions.RawSQL", "django.db.models.RawSQL"})


def raw_sql(site: Site, call: ast.Call) -> Replacement | None:
    """Give `RawSQL` a constant text and its values behind; None where it gets parameters already."""
    if site.called not in _RAW or spread(call) or len(call.args) != 2 or call.keywords or not _is_empty(call.args[1]):
        return None
    bound = _bound(site, call.args[0])
    if bound is None:
        return None
    given = ", ".join(each.text for each in bound.fields) + ("," if len(bound.fields) == 1 else "")
    span = site.parsed.span
    edits = (Edit(span(call.args[0]), _marked(bound)), Edit(span(call.args[1]), f"({given})"))
    return Replacement("Hand the values to RawSQL as its params", edits)


def extra_where(site: Site, call: ast.Call) -> Replacement | None:
    """Give the conditions of `extra` as constants and the values as `params`."""
    where, layout = keyword_of(call, "where"), arguments_of(site, call)
    if where is None or layout is None or spread(call) or keyword_of(call, "params"):
        return None
    if not isinstance(where.value, ast.List | ast.Tuple) or call.args:
        return None
    edits: list[Edit] = []
    values: list[str] = []
    for each in where.value.elts:
        if isinstance(each, ast.Constant):
            if "%" in str(each.value):
                return None  # with params a `%` of its own has to be doubled
            continue
        bound = _bound(site, each)
        if bound is None:
            return None
        edits.append(Edit(site.parsed.span(each), _marked(bound)))
        values.extend(field.text for field in bound.fields)
    if not edits:
        return None
    edits.extend(layout.added(f"params=[{', '.join(values)}]"))
    return Replacement("Hand the values to extra as its params", tuple(edits))


def _bound(site: Site, text: ast.expr) -> Built | None:
    built = built_text(site, text)
    return bindable(built) if built else None


def _marked(bound: Built) -> str:
    return bound.written(lambda _: "%s", lambda text: text.replace("%", "%%"))


def _is_empty(node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.Tuple) and not node.elts
