"""A broken hash to SHA-256."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from aseptic.replacements.arguments import arguments_of, keyword_of, spread
from aseptic.replacements.command import quote_of
from aseptic.replacements.fate import fate, named
from aseptic.replacements.kept_digest import is_kept
from aseptic.replacements.laid_out import laid_out
from aseptic.replacements.naming import is_imported, renamed
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.dotted import dotted
from aseptic.source.span import Edit

_BROKEN = frozenset({"md4", "md5", "sha", "sha1"})
_PRESCRIBED = re.compile(
    r"md4|md5|sha_?1(?!\d)|digest_?auth|wsse|apop|cram|oauth|identifier|uuid|(?:\b|_)[gu]?id$", re.IGNORECASE
)
"""A name that says which hash is computed, what protocol prescribes one, or that others know how long the digest is."""
_ATTACHMENT = (re.compile(r"[\"']contentType[\"']"), re.compile(r"[\"']hash[\"']"))
_PROMISED = re.compile(r"md-?5|sha-?1(?!\d)", re.IGNORECASE)
"""What the docstring of a function tells its callers of."""
_ALGORITHM = re.compile(r"md5|\bsha\b|sha-?1|algorithm", re.IGNORECASE)
_SECURITY = re.compile(
    r"passw|secret|token|sign|auth|session|csrf|hmac|otp|firmware|update|checksum|verif|expected|integrity",
    re.IGNORECASE,
)
_FED = re.compile(r"\.update\(")
"""How a hash is given data."""
_KEYED = re.compile(r"cach|memoi|hash_?val|hash_?key|dedup|\betag", re.IGNORECASE)
"""What says that results are kept under a digest."""
_TITLE = "Use hashlib.sha256 (the digest changes)"


def sha256(site: Site, call: ast.Call) -> Replacement | None:
    """Make `hashlib.md5(…)` and `hashlib.new("md5", …)` compute SHA-256; never safe, since the value differs."""
    module, _, name = site.called.rpartition(".")
    if module != "hashlib" or not _is_direct(site, call) or prescribed(site):
        return None
    if any(_needs_length(site, each) for each in (call, *fate(site, call))):
        return None  # a number or an identifier of so many bits is made of it
    chosen = (each.test for each in site.above(call) if isinstance(each, ast.If))
    if any(_ALGORITHM.search(site.text_of(each)) for each in chosen if call not in ast.walk(each)):
        return None  # a protocol names the hash that it wants
    if (_is_key(site) or is_kept(site, call)) and not_for_security(site, call):
        return None  # what was kept by the old digests, or under them, would be lost
    if name == "new":
        return _by_text(site, call)
    new = renamed(site, call, "hashlib.sha256") if name in _BROKEN else None
    return new and Replacement(_TITLE, (new[0],), new[1])


def prescribed(site: Site) -> bool:
    """Say whether a name around, or what the function tells its callers, says which hash is computed."""
    return any(map(_PRESCRIBED.search, _holders(site))) or any(map(_PROMISED.search, _told(site))) or _attached(site)


def _attached(site: Site) -> bool:
    """Whether the function makes an attachment as FHIR has it, whose hash is SHA-1 by definition."""
    functions = (each for each in site.above(site.node) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    return any(all(key.search(site.text_of(each)) for key in _ATTACHMENT) for each in functions)


def not_for_security(site: Site, call: ast.Call) -> Replacement | None:
    """Say that no security rests on the hash, where no name around speaks of any; the value stays the same."""
    names = [*_holders(site), *(each.id for each in ast.walk(call) if isinstance(each, ast.Name))]
    layout = arguments_of(site, call)
    if not site.called.startswith("hashlib.") or not _is_direct(site, call):
        return None
    if layout is None or spread(call):
        return None
    around = [each for each in site.above(call) if isinstance(each, ast.stmt) and not isinstance(each, ast.ClassDef)]
    texts = (_FED.sub("", site.text_of(each)) for each in around)
    if any(_SECURITY.search(each) for each in (*names, *texts)):
        return None
    title = "Say that no security rests on the hash: usedforsecurity=False (the digest stays)"
    given = keyword_of(call, "usedforsecurity")
    if given is not None:
        return Replacement(title, (Edit(site.parsed.span(given.value), "False"),))
    edits = laid_out(site, layout.added("usedforsecurity=False"))
    return None if edits is None else Replacement(title, edits)


def _is_key(site: Site) -> bool:
    """Whether a digest finds again what was kept, by the words of the function that makes it."""
    functions = (each for each in site.above(site.node) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    return any(_KEYED.search(site.text_of(each)) for each in functions)


def _needs_length(site: Site, holder: ast.AST) -> bool:
    if isinstance(holder, ast.expr) and _PRESCRIBED.search(named(site, holder)):
        return True
    match holder:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in ("int", "UUID", "from_bytes", "unpack", "unpack_from")
        case _:
            return False


def _is_direct(site: Site, call: ast.Call) -> bool:
    """Whether what is called is named by an import, and not by a variable that may hold another hash, too."""
    root = (dotted(call.func) or "").partition(".")[0]
    return is_imported(site, root)


def _holders(site: Site) -> Iterator[str]:
    """Yield the names of the functions and classes around, and of what the statement gives a value."""
    inner = site.node
    for outer in site.above(site.node):
        match outer:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (ast.unparse(each) for each in targets)
            case ast.keyword(arg=str(name)):
                yield name
            case ast.Dict(keys=keys, values=given):
                yield from (
                    ast.unparse(key).strip("'\"")
                    for key, value in zip(keys, given, strict=True)
                    if key and value is inner
                )
            case _:
                pass
        inner = outer
    yield site.owner


def _told(site: Site) -> Iterator[str]:
    for outer in site.above(site.node):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(outer) or ""


def _by_text(site: Site, call: ast.Call) -> Replacement | None:
    keyword = keyword_of(call, "name")
    given = call.args[0] if call.args else keyword and keyword.value
    if not (isinstance(given, ast.Constant) and isinstance(given.value, str)):
        return None
    if given.value.lower() not in _BROKEN or "#" in site.text_of(given):
        return None
    quote = quote_of(site, given)
    return Replacement(_TITLE, (Edit(site.parsed.span(given), f"{quote}sha256{quote}"),))
