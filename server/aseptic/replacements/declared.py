"""What a rule's front matter says to write instead."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from itertools import pairwise

from attrs import frozen

from aseptic.replacements.arguments import Arguments, arguments_of, keyword_of, spread
from aseptic.replacements.decoding import may_raise
from aseptic.replacements.elements import thinned
from aseptic.replacements.laid_out import laid_out
from aseptic.replacements.meant import other_half, refuses_what_is_meant
from aseptic.replacements.naming import is_imported, is_method, name_written, renamed
from aseptic.replacements.on_purpose import chosen_setting, chosen_transport, explained
from aseptic.replacements.replacement import Import, Replacement, Rewrite
from aseptic.replacements.setting import value_of
from aseptic.replacements.sha256 import prescribed
from aseptic.replacements.site import Site
from aseptic.replacements.texts import reworded
from aseptic.replacements.titles import title_of
from aseptic.source.span import Edit
from aseptic.standard.remedy import Rewriting, fields_of, filled

_PLAIN_TEXT = re.compile(r"\"[^\"'\\]*\"")
_SCHEMES = re.compile(r"\burl(?:parse|split)\b|\bscheme\b|\bparse_url\b", re.IGNORECASE)
_PLAIN_HTTP = re.compile(r"^[^#]*[\"']http://(?!127\.|localhost)")
"""An address in the file that asks for no TLS."""
_PLACE = re.compile(r"(?:(?P<name>[^\W\d]\w*)/)?(?P<place>\d+)|(?P<alone>[^\W\d]\w*)")


@frozen
class _Done:
    """One part of a rewriting as it turned out at a site."""

    edits: tuple[Edit, ...] = ()
    imports: tuple[Import, ...] = ()
    added: tuple[str, ...] = ()
    """Arguments to add, all by one edit."""


def declared(rewriting: Rewriting) -> Rewrite:
    """Make the rewrite that a rule declares; it has nothing to offer where one of its parts cannot be done."""

    def rewrite(site: Site) -> Replacement | None:
        if any(_gives(site.call, name) for name in rewriting.unless):
            return None
        if rewriting.given and not all(_gives(_call_round(site), name) for name in rewriting.given):
            return None
        if (rewriting.texts or rewriting.rename) and chosen_transport(site):
            return None
        plain = any(each.rpartition(".")[2].startswith("HTTPConn") for each in rewriting.rename)
        if plain and _either_scheme(site):
            return None
        if refuses_what_is_meant(site, rewriting):
            return None
        if any("sha256" in text for text in rewriting.set.values()) and prescribed(site):
            return None
        layout = arguments_of(site, site.call) if site.call else None
        parts = list(_parts(rewriting, site, layout))
        done = [part for part in parts if part is not None]
        if len(done) != len(parts):
            return None
        edits = [edit for part in done for edit in part.edits]
        added = [text for part in done for text in part.added]
        if added:
            if layout is None or spread(layout.call):
                return None  # what is spread may give the argument already
            edits.extend(layout.added(", ".join(added)))
        if not edits or _clash(edits):
            return None
        placed = laid_out(site, edits) if added else tuple(edits)
        if placed is None:
            return None
        imports = tuple(dict.fromkeys(each for part in done for each in part.imports))
        safe = rewriting.safe and not explained(site, site.node)
        title = title_of(rewriting, site, _target(rewriting, site))
        against = _PLAIN_HTTP if plain else other_half(site, rewriting)
        return Replacement(title, placed, imports, safe, against, swapped=_swapped(rewriting, site))

    return rewrite


def _either_scheme(site: Site) -> bool:
    """Whether the function round a connection takes an address apart, which may begin with either scheme."""
    functions = (each for each in site.above(site.node) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    return any(_SCHEMES.search(site.text_of(each)) for each in functions)


def _parts(rewriting: Rewriting, site: Site, layout: Arguments | None) -> Iterator[_Done | None]:
    if rewriting.call or rewriting.rename:
        target = _target(rewriting, site)
        yield _called(site, target) if target else None
    for text in rewriting.append:
        yield _appended(site, text)
    for name, text in rewriting.set.items():
        yield _given(site, layout, name, text)
    for name in rewriting.drop:
        yield _dropped(site, layout, name)
    if rewriting.value:
        yield _valued(site, rewriting.value)
    if rewriting.without:
        yield _Done(thinned(site, rewriting.without))
    if rewriting.texts:
        edits = reworded(site, rewriting.texts)
        yield _Done(edits) if edits else None


def _target(rewriting: Rewriting, site: Site) -> str:
    """Return the name to write instead; "" where none is known for what stands here."""
    if rewriting.call or not rewriting.rename:
        return rewriting.call
    node = site.node
    named = site.called or (site.meaning(node) if isinstance(node, ast.Name | ast.Attribute) else "")
    known = [old for old in rewriting.rename if f"{named}.".startswith(f"{old}.")]
    longest = max(known, key=len, default="")
    return rewriting.rename[longest] + named[len(longest) :] if longest else ""


def _swapped(rewriting: Rewriting, site: Site) -> tuple[str, str] | None:
    """Return the module whose alias stands before the name that is called, and the one that is renamed to."""
    match site.call:
        case ast.Call(func=ast.Attribute(value=ast.Name() as alias)):
            old = site.meaning(alias)
            return (old, rewriting.rename[old]) if old in rewriting.rename else None
        case _:
            return None


def _called(site: Site, target: str) -> _Done | None:
    call = site.call
    if call is None:
        return _mentioned(site, target)
    if not site.meaning(call.func) or is_method(site, call.func):
        return None
    new = renamed(site, call, target)
    return new and _Done((new[0],), new[1])


def _mentioned(site: Site, target: str) -> _Done | None:
    """Write another name for one that is not called here."""
    node = site.node
    if not isinstance(node, ast.Name | ast.Attribute) or not site.meaning(node) or "#" in site.text_of(node):
        return None
    name = name_written(site, target)
    return name and _Done((Edit(site.parsed.span(node), name.text),), name.imports)


def _given(site: Site, layout: Arguments | None, name: str, text: str) -> _Done | None:
    """Give an argument a value, or add it."""
    match = _PLACE.fullmatch(name)
    if layout is None or match is None:
        return None
    keyword, place = match["name"] or match["alone"], match["place"]
    given = keyword_of(layout.call, keyword) if keyword else None
    old: ast.expr | None = given.value if given else None
    if old is None and place is not None and int(place) < len(layout.call.args):
        if spread(layout.call):
            return None
        old = layout.call.args[int(place)]
    written = _written(site, text, old)
    if written is None or (old is not None and "{}" not in text and _is_chosen(site, old)):
        return None
    new, imports = written
    if old is not None:
        return _Done((Edit(site.parsed.span(old), new),), imports)
    return _Done((), imports, (f"{keyword}={new}",)) if keyword else None


def _is_chosen(site: Site, old: ast.expr) -> bool:
    """Whether a variable says what is given: then it is the place to change, and others may rely on it."""
    names = {each.id for each in ast.walk(old) if isinstance(each, ast.Name)}
    return any(not hasattr(builtins, name) and not is_imported(site, name) for name in names)


def _call_round(site: Site) -> ast.Call | None:
    """Return the call in question, or the first that holds the setting."""
    return site.call or next((each for each in site.above(site.node) if isinstance(each, ast.Call)), None)


def _gives(call: ast.Call | None, name: str) -> bool:
    """Whether an argument is given, by its name or at its place."""
    match = _PLACE.fullmatch(name)
    if call is None or match is None:
        return False
    keyword, place = match["name"] or match["alone"], match["place"]
    return bool(keyword and keyword_of(call, keyword)) or (place is not None and int(place) < len(call.args))


def _appended(site: Site, text: str) -> _Done | None:
    """Add an argument by place; None behind a keyword, where Python takes none."""
    call, written = site.call, _written(site, text, None)
    return _Done((), written[1], (written[0],)) if call and not call.keywords and written else None


def _dropped(site: Site, layout: Arguments | None, name: str) -> _Done | None:
    given = keyword_of(layout.call, name) if layout else None
    if given and layout and name == "errors" and not may_raise(site, layout.call):
        return None
    return _Done(layout.dropped(given)) if layout and given else _Done()


def _valued(site: Site, text: str) -> _Done | None:
    """Write another value for a setting, or something else for a whole expression."""
    old = value_of(site)
    chosen = old is None or chosen_setting(site) or (isinstance(old, ast.IfExp | ast.Name) and _is_chosen(site, old))
    written = None if chosen else _written(site, text, old)
    return _Done((Edit(site.parsed.span(old), written[0]),), written[1]) if old and written else None


def _written(site: Site, text: str, old: ast.expr | None) -> tuple[str, tuple[Import, ...]] | None:
    """Return a text to write, with what it needs; None where a name in it cannot be written here."""
    names: dict[str, str] = {}
    imports: list[Import] = []
    for name in fields_of(text):
        if not name:
            if old is None or "#" in site.text_of(old):
                return None
            names[name] = site.text_of(old)
        elif (written := name_written(site, name)) is not None:
            names[name] = written.text
            imports.extend(written.imports)
        else:
            return None
    return _quoted_alike(site, filled(text, names), old), tuple(imports)


def _quoted_alike(site: Site, text: str, old: ast.expr | None) -> str:
    """Write a text with the quotes of the one that stood there."""
    single = old is not None and site.text_of(old).startswith("'") and not site.text_of(old).startswith("'''")
    return f"'{text[1:-1]}'" if single and _PLAIN_TEXT.fullmatch(text) else text


def _clash(edits: list[Edit]) -> bool:
    ordered = sorted(edits, key=lambda edit: edit.span)
    return any(one.span.end > other.span.start for one, other in pairwise(ordered))
