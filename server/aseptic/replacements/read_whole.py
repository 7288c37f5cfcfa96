"""A file that is opened for one call and left to the collector, to one that is read as a whole."""

from __future__ import annotations

import ast

from aseptic.replacements.closed_file import opened_later
from aseptic.replacements.laid_out import laid_out
from aseptic.replacements.naming import name_written, renamed
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.source.span import Edit

_MODES = {"r": "read_text", "rt": "read_text", "rb": "read_bytes"}


def read_whole(site: Site, call: ast.Call) -> Replacement | None:
    """Call `json.loads` on what `Path.read_text` gives, where a `with` statement would open the file too soon.

    It needs review, since `open` also takes the number of a file and a path of bytes, and `Path` neither.
    """
    match call.args[:1]:
        case [ast.Call(func=ast.Name() as function, args=[path, *mode], keywords=keywords) as opened]:
            pass
        case _:
            return None
    method = _method(mode)
    plain = all(each.arg in ("encoding", "errors") for each in keywords)
    if not opened_later(site, call) or site.called != "json.load" or not plain:
        return None
    if site.meaning(function) not in ("builtins.open", "io.open"):
        return None
    path_class, new = name_written(site, "pathlib.Path"), renamed(site, call, "json.loads")
    if not method or isinstance(path, ast.Starred) or path_class is None or new is None:
        return None
    given = ", ".join(f"{each.arg}={site.text_of(each.value)}" for each in keywords)
    text = f"{path_class.text}({site.text_of(path)}).{method}({given})"
    edits = laid_out(site, (new[0], Edit(site.parsed.span(opened), text)))
    if edits is None:
        return None
    return Replacement("Read the file as a whole, which closes it", edits, (*new[1], *path_class.imports))


def _method(mode: list[ast.expr]) -> str:
    match mode:
        case []:
            return "read_text"
        case [ast.Constant(value=str(value))]:
            return _MODES.get(value, "")
        case _:
            return ""
