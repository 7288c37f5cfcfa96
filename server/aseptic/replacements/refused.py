"""A missing attribute that means access, to one that means none."""

from __future__ import annotations

import ast

from aseptic.replacements.declared import declared
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.standard.remedy import Rewriting

_REFUSE = declared(Rewriting(set={"2": "False"}, title="Refuse where nothing is said (False as the default)"))


def refused(site: Site, call: ast.Call) -> Replacement | None:
    """Write False as the default of `getattr`; None where it only picks what a name stands for.

    `if not getattr(user, "is_authenticated", True): user = None` lets nobody in, and nobody by the user's name with
    another default.
    """
    return None if _picks(site, call) else _REFUSE(site)


def _picks(site: Site, call: ast.Call) -> bool:
    negated = site.parsed.parents.get(call)
    match site.parsed.parents.get(negated) if isinstance(negated, ast.UnaryOp) else None:
        case ast.If(test=test, body=[ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant())], orelse=[]):
            return test is negated and isinstance(call.args[0], ast.Name) and call.args[0].id == name
        case _:
            return False
