"""A TLS context that verifies nothing, to the default one."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.laid_out import laid_out
from aseptic.replacements.naming import name_written, renamed
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit, Span

_MAKERS = frozenset({"ssl._create_unverified_context", "ssl._create_stdlib_context"})
_SHARED = frozenset({"cafile", "capath", "cadata"})
"""Keyword arguments that the default maker takes, too."""
_SAYS_SO = re.compile(r"(?i)(?<![._])(?:unverified|insecure)(?!_)")
"""A word of people; `_create_unverified_context` is none."""
_SERVES = re.compile(r"server_side\s*=\s*True|load_cert_chain|Purpose\.CLIENT_AUTH")
_BORNE = re.compile(r"[ \t]*# noinspection PyProtectedMember[ \t]*(?:\r\n|\r|\n)")
_TITLE = "Make a context that verifies: ssl.create_default_context (servers give it Purpose.CLIENT_AUTH)"


def verifying_context(site: Site, call: ast.Call) -> Replacement | None:
    """Call `ssl.create_default_context`; None where it gets a protocol, a certificate or a switch of its own."""
    keywords = {keyword.arg for keyword in call.keywords}
    new = renamed(site, call, "ssl.create_default_context")
    if new is None or "#" in site.text_of(call) or _is_set_up(site, call):
        return None
    edit, imports = new
    if site.called in _MAKERS and not call.args and keywords <= _SHARED:
        found, settled = _mark(site, call)
        edits = laid_out(site, (edit,))
        return None if edits is None else Replacement(_TITLE, (*found, *edits), imports, settled=settled)
    if site.called == "ssl.SSLContext" and len(call.args) + len(call.keywords) <= 1:
        given = Span(site.parsed.span(call.func).end, site.parsed.span(call).end)
        return Replacement(_TITLE, (edit, Edit(given, "()")), imports)
    return None


def _mark(site: Site, call: ast.Call) -> tuple[tuple[Edit, ...], frozenset[str]]:
    """Return what takes away the line above that asks an editor to bear the private name, and that comment."""
    statement = next(each for each in site.above(call) if isinstance(each, ast.stmt))
    start = site.parsed.span(statement).start.line
    above = site.parsed.lines[start - 1] if start else ""
    others = re.findall(r"(?<![\w.])\w+\._\w+|\._[a-z]\w*", site.text_of(statement))
    if not _BORNE.fullmatch(above) or len(others) > 1:
        return (), frozenset()
    return (Edit(Span.of(start - 1, 0, start, 0)),), frozenset({above.strip()})


def newer_protocol(site: Site, call: ast.Call) -> Replacement | None:
    """Let a context negotiate the newest version, and a client verify; None where it is set up as that forbids."""
    if site.called != "ssl.SSLContext" or len(call.args) != 1 or call.keywords or _is_set_up(site, call):
        return None
    text = _round(site, call)
    side = "SERVER" if _SERVES.search(text) and "server_hostname" not in text else "CLIENT"
    written = name_written(site, f"ssl.PROTOCOL_TLS_{side}")
    if written is None or "PROTOCOL_" not in site.text_of(call.args[0]):
        return None
    title = f"Negotiate TLS 1.2 or newer{'' if side == 'SERVER' else ', and verify the server'}: PROTOCOL_TLS_{side}"
    return Replacement(title, (Edit(site.parsed.span(call.args[0]), written.text),), written.imports)


def _is_set_up(site: Site, call: ast.Call) -> bool:
    """Whether the function goes on to choose what the context verifies, in an order that the default one refuses.

    One that says what it does without was asked for that, and by somebody else.
    """
    text = _round(site, call)
    return "verify_mode" in text or "check_hostname" in text or bool(_SAYS_SO.search(text))


def _round(site: Site, call: ast.Call) -> str:
    """Return the text of the function that a call stands in, or of its statement."""
    functions = (each for each in site.above(call) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    return site.text_of(next(functions, site.parsed.tree.body[0]))
