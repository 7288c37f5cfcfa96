"""A secret with a fallback in the code, to one that the environment has to bring."""

from __future__ import annotations

import ast

from aseptic.replacements.naming import name_written
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit

_READERS = frozenset({"os.environ.get", "os.getenv"})


def required_variable(site: Site, call: ast.Call) -> Replacement | None:
    """Write `os.environ[name]`, which ends the start with an error where the variable is missing."""
    if site.called not in _READERS or len(call.args) != 2 or call.keywords or "#" in site.text_of(call):
        return None
    written = name_written(site, "os.environ")
    if written is None:
        return None
    text = f"{written.text}[{site.text_of(call.args[0])}]"
    title = "Take the secret from the environment alone: os.environ[…], which raises where it is missing"
    return Replacement(title, (Edit(site.parsed.span(call), text),), written.imports)
