"""A model that lies in a folder, loaded so that a hub is never asked for it."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.arguments import arguments_of, keyword_of
from aseptic.replacements.laid_out import laid_out
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.uses import once_given
from aseptic.source.span import Edit, Span

_TITLE = "Look at local files alone: local_files_only=True"
_FILE = re.compile(r"[\w.\-]\.(?:json|bin|pt|pth|model|txt|safetensors|onnx|gguf)$")
_FOLDER = re.compile(r"(?i)(?:^|_|(?<=[a-z])(?=D|F))(?:dir|directory|folder)$")


def local_files(site: Site, call: ast.Call) -> Replacement | None:
    """Give `local_files_only=True` where the code says that a path is loaded; a name of the hub looks otherwise.

    The libraries take a path for a name of the hub where nothing lies there, and fetch what somebody put under it.
    """
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "from_pretrained":
        return None
    named = keyword_of(call, "pretrained_model_name_or_path")
    first = call.args[0] if call.args else named and named.value
    layout = arguments_of(site, call)
    if first is None or layout is None or not _is_path(site, first) or keyword_of(call, "local_files_only"):
        return None
    more = next((each for each in layout.each if isinstance(each.node, ast.keyword) and each.node.arg is None), None)
    place = more and Span(more.span.start, more.span.start)
    text = "local_files_only=True"
    edits = laid_out(site, (Edit(place, f"{text}, "),) if place else layout.added(text))
    return Replacement(_TITLE, edits) if edits else None


def _is_path(site: Site, node: ast.expr) -> bool:
    """Whether an expression is put together as a path, or called a folder."""
    match node:
        case ast.Call(func=ast.Name(id="str"), args=[inner], keywords=[]):
            return _is_path(site, inner)
        case ast.Call(func=function):
            return site.meaning(function) in ("os.path.join", "pathlib.Path")
        case ast.BinOp(op=ast.Div()):
            return True
        case ast.BinOp(op=ast.Add(), right=tail) | ast.JoinedStr(values=[*_, tail]):
            return isinstance(tail, ast.Constant) and bool(_FILE.search(str(tail.value)))
        case ast.Attribute(attr=name):
            return bool(_FOLDER.search(name))
        case ast.Name(id=name):
            value = once_given(site, name)
            return _is_path(site, value) if value and not isinstance(value, ast.Name) else bool(_FOLDER.search(name))
        case _:
            return False
