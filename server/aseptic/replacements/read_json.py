"""A pickle that is read from a file, to JSON."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from aseptic.replacements.fate import fate, named
from aseptic.replacements.naming import renamed
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site

_LOADERS = frozenset({"pickle.load"})
_MODEL = re.compile(r"model|clf|classif|estimator|regress|pipeline|scaler|vectori[sz]er|encoder|forest|network", re.I)
"""Words for what a library trains, which no JSON holds."""
_PICKLED = re.compile(r"pickle|(?:\b|_)pkl", re.I)
"""Words by which callers, and whoever named the file, count on a pickle."""
_PLAIN = frozenset(
    attribute for kind in (dict, list, str, int, float) for attribute in dir(kind) if not attribute.startswith("_")
)
_WRITERS = re.compile(r"\b(?:c?[Pp]ickle|dill|_pickle)\.dumps?\(|\bPickler\(|\bfrom pickle import\b.*\bdumps?\b")
_TITLE = "Read JSON instead: json.load (what writes the file has to write JSON, too)"


def read_json(site: Site, call: ast.Call) -> Replacement | None:
    """Call `json.load` for a file that a `with open` gave; None for any other source, or where pickle's errors count.

    None as well where the value is an object that JSON does not hold, where names, the docstring or the file's name
    promise a pickle, or where the module itself writes pickles.
    What is packed, sent or kept in memory as a pickle is seldom plain, and its other end stands elsewhere.
    """
    if site.called not in _LOADERS or len(call.args) != 1 or call.keywords or not isinstance(call.args[0], ast.Name):
        return None
    above = list(site.above(call))
    if _is_object(site, call):
        return None
    opened = any(_opens(each, call.args[0].id) for each in above)
    if not opened or any(_catches(site, each) for each in above):
        return None
    new = renamed(site, call, "json.load")
    return new and Replacement(_TITLE, (new[0],), new[1], against=_WRITERS)


def _is_object(site: Site, call: ast.Call) -> bool:
    """Whether what is read is more than JSON holds: a model by its name, or something with methods of its own."""
    functions = [each for each in site.above(call) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    names = (*(each.name for each in functions), named(site, call), site.owner)
    if any(_MODEL.search(each) for each in names) or any(_PICKLED.search(each) for each in names):
        return True
    if any(_PICKLED.search(ast.get_docstring(each) or "") for each in functions):
        return True
    return any(isinstance(each, ast.Attribute) and each.attr not in _PLAIN for each in _uses(site, call))


def _uses(site: Site, call: ast.Call) -> Iterator[ast.AST]:
    """Yield what stands right round the value, or its name: an attribute of it, or a call."""
    name = named(site, call)
    for each in fate(site, call):
        match each:
            case ast.Attribute(value=value) if value is call or ast.unparse(value) == name:
                yield each
            case _:
                pass


def _opens(node: ast.AST, name: str) -> bool:
    items = node.items if isinstance(node, ast.With | ast.AsyncWith) else []
    return any(
        isinstance(item.optional_vars, ast.Name)
        and item.optional_vars.id == name
        and isinstance(item.context_expr, ast.Call)
        and ast.unparse(item.context_expr.func).rpartition(".")[2] == "open"
        and "gzip" not in ast.unparse(item.context_expr.func)
        and not any(_PICKLED.search(ast.unparse(each)) for each in item.context_expr.args)
        for item in items
    )


def _catches(site: Site, node: ast.AST) -> bool:
    handlers = node.handlers if isinstance(node, ast.Try | ast.TryStar) else []
    caught = [site.text_of(each.type) for each in handlers if each.type]
    return any("pickle" in each.lower() or "EOFError" in each for each in caught)
