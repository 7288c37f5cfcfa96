"""A broken hash to SHA-256."""

from __future__ import annotations

import ast

from aseptic.replacements.arguments import keyword_of
from aseptic.replacements.command import quote_of
from aseptic.replacements.naming import renamed
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit

_BROKEN = frozenset({"md4", "md5", "sha", "sha1"})
_TITLE = "Use hashlib.sha256 (the digest changes)"


def sha256(site: Site, call: ast.Call) -> Replacement | None:
    """Make `hashlib.md5(…)` and `hashlib.new("md5", …)` compute SHA-256; never safe, since the value differs."""
    module, _, name = site.called.rpartition(".")
    if module != "hashlib":
        return None
    if name == "new":
        return _by_text(site, call)
    new = renamed(site, call, "hashlib.sha256") if name in _BROKEN else None
    return new and Replacement(_TITLE, (new[0],), new[1])


def _by_text(site: Site, call: ast.Call) -> Replacement | None:
    keyword = keyword_of(call, "name")
    given = call.args[0] if call.args else keyword and keyword.value
    if not (isinstance(given, ast.Constant) and isinstance(given.value, str)):
        return None
    if given.value.lower() not in _BROKEN or "#" in site.text_of(given):
        return None
    quote = quote_of(site, given)
    return Replacement(_TITLE, (Edit(site.parsed.span(given), f"{quote}sha256{quote}"),))
