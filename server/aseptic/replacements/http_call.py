"""Calls over HTTP: certificates verified, and an end to waiting."""

from __future__ import annotations

import ast

from aseptic.replacements.arguments import arguments_of, is_literal, keyword_of, spread
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit

SECONDS = 30
"""The time-out that is written: long enough for a slow archive, short enough to be noticed."""


def verify_on(site: Site, call: ast.Call) -> Replacement | None:
    """Drop `verify=False`; a server whose certificate is of the hospital's own authority is then refused."""
    verify, layout = keyword_of(call, "verify"), arguments_of(site, call)
    if verify is None or layout is None or not is_literal(verify.value, False):
        return None
    return Replacement("Verify the certificate: drop verify=False", layout.dropped(verify))


def add_timeout(site: Site, call: ast.Call) -> Replacement | None:
    """Give a time-out where there is none; one that answers in time notices nothing. A written None was meant."""
    title = f"Give the request a time-out: timeout={SECONDS}"
    timeout = keyword_of(call, "timeout")
    if timeout is not None:
        edits = (Edit(site.parsed.span(timeout.value), str(SECONDS)),)
        return Replacement(title, edits) if is_literal(timeout.value, None) else None
    layout = arguments_of(site, call)
    if layout is None or spread(call):
        return None  # a second `timeout` would raise
    return Replacement(title, layout.added(f"timeout={SECONDS}"), safe=True)
