"""A model that takes fields which nobody described, to one that refuses them."""

from __future__ import annotations

import ast
import re

from attrs import evolve

from aseptic.replacements.declared import declared
from aseptic.replacements.on_purpose import explained
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.setting import value_of
from aseptic.replacements.site import Site
from aseptic.standard.remedy import Rewriting

_TITLE = "Refuse fields that the model does not describe"
_READ = re.compile(r"\b(?:model_extra|__pydantic_extra__)\b")
"""What reads the fields that came along: where it stands they are wanted."""
_ARGUMENT = Rewriting(set={"extra": '"forbid"'}, title=f"{_TITLE}: extra=forbid")
_TEXT = Rewriting(value='"forbid"', title=f"{_TITLE}: extra=forbid")
_OF_PYDANTIC = Rewriting(call="pydantic.Extra.forbid", title=f"{_TITLE}: Extra.forbid")
_OF_MARSHMALLOW = Rewriting(value="{marshmallow.RAISE}", title=f"{_TITLE}: unknown=RAISE")


def unknown_refused(site: Site) -> Replacement | None:
    """Forbid them; None where a comment may say why they are taken, or the module reads them."""
    if explained(site, site.node):
        return None
    found = declared(_way(site))(site)
    return found and evolve(found, against=_READ)


def _way(site: Site) -> Rewriting:
    if site.call:
        return _ARGUMENT
    value = value_of(site)
    if isinstance(value, ast.Constant):
        return _TEXT
    return _OF_MARSHMALLOW if value and site.meaning(value).startswith("marshmallow.") else _OF_PYDANTIC
