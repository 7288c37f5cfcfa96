"""Another function called with the same arguments, as a rule names it."""

from __future__ import annotations

import ast

from aseptic.replacements.naming import is_method, renamed
from aseptic.replacements.replacement import Replacement, Rewrite, on_call
from aseptic.replacements.site import Site


def call_instead(target: str) -> Rewrite:
    """Make the rewrite that calls `target`; all but the last part of it names the module.

    Never safe: only the rule's author knows whether the two functions do the same.
    """

    def rewrite(site: Site, call: ast.Call) -> Replacement | None:
        if not site.meaning(call.func) or is_method(site, call.func):
            return None
        new = renamed(site, call, target)
        return new and Replacement(f"Call {target.removeprefix('builtins.')} instead", (new[0],), new[1])

    return on_call(rewrite)
