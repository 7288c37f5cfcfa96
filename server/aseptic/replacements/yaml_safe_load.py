"""A YAML loader that can build any object to the safe one."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.arguments import arguments_of, keyword_of, spread
from aseptic.replacements.naming import renamed
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site

_SAFE_NAMES = {
    "yaml.load": "yaml.safe_load",
    "yaml.full_load": "yaml.safe_load",
    "yaml.unsafe_load": "yaml.safe_load",
    "yaml.load_all": "yaml.safe_load_all",
    "yaml.full_load_all": "yaml.safe_load_all",
    "yaml.unsafe_load_all": "yaml.safe_load_all",
}
_TEACHING = re.compile(r"\b(?:add_(?:multi_)?constructor|add_implicit_resolver|add_path_resolver|YAMLObject)\b")
"""What teaches loaders tags of the project's own, which `safe_load` knows only where the safe one was taught."""
_LOADERS = ("Loader", "FullLoader", "UnsafeLoader")
_SAME_FOR_PLAIN = frozenset(f"yaml.{module}{name}" for module in ("", "loader.") for name in _LOADERS)
"""PyYAML's loaders that read plain values as the safe one does; `BaseLoader` reads them as text, those in C faster."""


def yaml_safe_load(site: Site, call: ast.Call) -> Replacement | None:
    """Call `safe_load` and drop the loader; None where the arguments cannot be told, or loaders learn more."""
    target = _SAFE_NAMES.get(site.called)
    layout = arguments_of(site, call)
    if target is None or layout is None or spread(call):
        return None
    loader = keyword_of(call, "Loader") or (call.args[1] if len(call.args) == 2 else None)
    if len(call.args) + len(call.keywords) > (1 if loader is None else 2):
        return None
    new = renamed(site, call, target)
    if new is None:
        return None
    edit, imports = new
    edits = (edit,) if loader is None else (edit, *layout.dropped(loader))
    same = _reads_alike(site, loader)
    title = f"Load the YAML with {target}" + ("" if same else " (the loader here may read values in another way)")
    return Replacement(title, edits, imports, safe=same, against=_TEACHING)


def _reads_alike(site: Site, loader: ast.expr | ast.keyword | None) -> bool:
    """Whether the loader given reads plain values as the safe one does; one of the project's own may read more."""
    if loader is None:
        return True
    return site.scope.surely(loader.value if isinstance(loader, ast.keyword) else loader, _SAME_FOR_PLAIN)
