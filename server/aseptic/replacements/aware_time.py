"""A time of day without its zone, to one that has it."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.declared import declared
from aseptic.replacements.fate import fate
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.standard.remedy import Rewriting

_NOW = Rewriting(
    call="datetime.datetime.now",
    append=("{datetime.timezone}.utc",),
    title="Give the time its zone: datetime.now(timezone.utc)",
)
_THEN = Rewriting(
    call="datetime.datetime.fromtimestamp",
    append=("{datetime.timezone}.utc",),
    title="Give the time its zone: datetime.fromtimestamp(…, timezone.utc)",
)
_ZONE = re.compile(r"Z\b|%z|[+-]00|UTC|GMT")
_AWARE = {"datetime.datetime.utcnow": _NOW, "datetime.datetime.utcfromtimestamp": _THEN}


def aware_time(site: Site, call: ast.Call) -> Replacement | None:
    """Ask for the time in UTC; None where it meets another time, since one without a zone would raise,
    and where its zone is written behind it by hand, since it would stand there twice.
    """
    rewriting = _AWARE.get(site.called)
    if rewriting is None or _meets_another(site, call) or any(map(_says_zone, fate(site, call))):
        return None
    return declared(rewriting)(site)


def _says_zone(holder: ast.AST) -> bool:
    return any(isinstance(each, ast.Constant) and _ZONE.search(str(each.value)) for each in ast.walk(holder))


def _meets_another(site: Site, call: ast.Call) -> bool:
    match site.parsed.parents.get(call):
        case ast.Compare():
            return True
        case ast.BinOp(left=left, right=right, op=ast.Sub() | ast.Add()):
            other = right if left is call else left
            return not (isinstance(other, ast.Call) and ast.unparse(other.func).endswith("timedelta"))
        case _:
            return False
