"""A secret that goes into a log, taken out of the text."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import partial
from itertools import pairwise, takewhile

from aseptic.replacements.arguments import Arguments, arguments_of, spread
from aseptic.replacements.built_text import Built, Field, Raw, built_text
from aseptic.replacements.literal import Piece, pieces_of
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.same_source import tells_again
from aseptic.replacements.site import Site
from aseptic.replacements.unsaid import INSTEAD, without
from aseptic.source.span import Edit, Span

Hides = Callable[[str, str], bool]
"""Says of a value, by the text before it and by its own source, whether it is to stay out."""
_TITLE = "Leave the secret out of the log"
_BEFORE = re.compile(
    r"(?i)\b(?:pass(?:word|wd|phrase)|secret(?:[_ ]?key)?|api[_ ]?key|private[_ ]?key"
    r"|(?:access|auth|api|session|refresh|bearer)[_ ]?token|session[_ ]?id|authorization)\s*[=:]\s*['\"]?$"
)
"""What stands right before the place of a secret."""
_MARK = re.compile(r"%(?:%|[-#0 +]*\d*(?:\.\d+)?[a-zA-Z])")


def redacted(site: Site) -> Replacement | None:
    """Write `[redacted]` for each value that the text calls a secret; the others stay unless they may tell it again.

    So may one that is made of the secret, and one that a single call gave together with it.
    """
    call = next((each for each in (site.node, *site.above(site.node)) if isinstance(each, ast.Call)), None)
    if call is None or not call.args or "#" in site.text_of(call):
        return None
    secrets: list[str] = []

    def is_secret(before: str, value: str) -> bool:
        if _BEFORE.search(before):
            secrets.append(value)
        return bool(_BEFORE.search(before))

    if not without_values(site, call, is_secret):
        return None
    edits = without_values(
        site, call, lambda before, value: bool(_BEFORE.search(before)) or tells_again(site, value, secrets)
    )
    return without(site, call, edits, _TITLE)


def without_values(site: Site, call: ast.Call, hides: Hides) -> tuple[Edit, ...]:
    """Return the edits that take values out of the text that a call is given first; none where nothing is hidden."""
    constant = isinstance(call.args[0], ast.Constant)
    return _marks(site, call, hides) if constant else without_fields(site, call.args[0], hides)


def _marks(site: Site, call: ast.Call, hides: Hides) -> tuple[Edit, ...]:
    """Take out marks of a constant text, and the arguments that belong to them."""
    found, layout = pieces_of(site.text_of(call.args[0])), arguments_of(site, call)
    if found is None or layout is None or spread(call):
        return ()
    marks = [mark for piece in found[2] if isinstance(piece, Raw) for mark in _MARK.findall(piece.text) if mark != "%%"]
    if len(marks) != len(call.args) - 1:
        return ()
    secret: list[bool] = []
    before = ""

    def instead(match: re.Match[str], text: str) -> str:
        if match[0] == "%%":
            return match[0]
        value = site.text_of(call.args[1 + len(secret)])
        secret.append(hides(before + text[: match.start()], value))
        return INSTEAD if secret[-1] else match[0]

    pieces: list[Piece] = []
    for piece in found[2]:
        if isinstance(piece, Raw):
            pieces.append(Raw(_MARK.sub(partial(instead, text=piece.text), piece.text)))
            before += piece.text
        else:
            pieces.append(piece)
    gone = [argument for argument, hidden in zip(call.args[1:], secret, strict=True) if hidden]
    edits = _gone(layout, secret)
    if not gone or any(one.span.end > other.span.start for one, other in pairwise(edits)):
        return ()
    written = Built(found[0], found[1], tuple(pieces)).written(lambda _: "")
    return (Edit(site.parsed.span(call.args[0]), written), *edits)


def _gone(layout: Arguments, hidden: list[bool]) -> list[Edit]:
    """Return the edits that take the hidden values from the arguments; those at the end of them go in one."""
    last = len(hidden) - len([*takewhile(bool, reversed(hidden))])
    edits = [edit for at, each in enumerate(hidden[:last]) if each for edit in layout.dropped(layout.each[at + 1].node)]
    if last < len(hidden):
        edits.append(Edit(Span(layout.each[last].span.end, layout.each[len(hidden)].span.end)))
    return edits


def without_fields(site: Site, text: ast.expr, hides: Hides) -> tuple[Edit, ...]:
    """Take out fields of a built text; the fields that stay, stay in a formatted one."""
    built = built_text(site, text)
    if built is None or not all(each.plain for each in built.fields):
        return ()
    secret: list[bool] = []
    before = ""
    for piece in built.pieces:
        secret += [hides(before, piece.text)] if isinstance(piece, Field) else []
        before += piece.text if isinstance(piece, Raw) else "{}" if isinstance(piece, Field) else ""
    if not any(secret):
        return ()
    if all(secret):
        return (Edit(site.parsed.span(text), built.written(lambda _: INSTEAD)),)
    if not isinstance(text, ast.JoinedStr) or len(built.opening) > 1 or any("\n" in each.text for each in built.fields):
        return ()
    fields = [INSTEAD if gone else f"{{{each.text}}}" for gone, each in zip(secret, built.fields, strict=True)]
    written = built.written(lambda at: fields[at], lambda raw: raw.replace("{", "{{").replace("}", "}}"))
    return (Edit(site.parsed.span(text), f"f{written}"),) if built.opening[0] in "'\"" else ()
