"""A guessed temporary name to a file that is created in the same step."""

from __future__ import annotations

import ast

from aseptic.replacements.arguments import Argument, arguments_of, spread
from aseptic.replacements.naming import renamed
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.uses import reads_of
from aseptic.source.span import Edit, Span

_ORDER = ("suffix", "prefix", "dir")
"""The parameters of `mktemp` and `mkstemp`; `NamedTemporaryFile` has others before them."""
_PATHS = frozenset({"Path", "PurePath", "PosixPath", "fspath", "str"})
_MAKERS = frozenset(
    (
        "mkdir makedirs mkfifo mknod symlink symlink_to link hardlink_to copytree bind create_unix_server "
        "start_unix_server UnixStreamServer UnixDatagramServer ThreadingUnixStreamServer Listener"
    ).split()
)
"""What fails where a file of the name is there already."""


def mkstemp(site: Site, call: ast.Call) -> Replacement | None:
    """Take the name from `mkstemp`, which takes the same arguments."""
    new = renamed(site, call, "tempfile.mkstemp") if site.called == "tempfile.mktemp" else None
    if new is None or _is_no_file(site, call):
        return None
    edit, imports = new
    title = "Create the temporary file with tempfile.mkstemp (leaves a descriptor to close)"
    return Replacement(title, (edit, _behind(site, call, "[1]")), imports)


def named_temporary_file(site: Site, call: ast.Call) -> Replacement | None:
    """Take the name from a `NamedTemporaryFile` that stays when it is closed."""
    layout = arguments_of(site, call)
    if site.called != "tempfile.mktemp" or layout is None or spread(call) or len(call.args) > len(_ORDER):
        return None
    new = renamed(site, call, "tempfile.NamedTemporaryFile")
    if new is None or _is_no_file(site, call):
        return None
    edit, imports = new
    named = (
        _named(name, argument)
        for name, argument in zip(_ORDER, layout.each, strict=False)
        if not isinstance(argument.node, ast.keyword)
    )
    edits = (edit, *named, *layout.added("delete=False"), _behind(site, call, ".name"))
    title = "Create the temporary file with tempfile.NamedTemporaryFile(delete=False), closed once dropped"
    return Replacement(title, edits, imports)


def _is_no_file(site: Site, node: ast.AST) -> bool:
    """Whether a name is for something else than a file, which whoever makes it finds in its way."""
    outer = site.parsed.parents.get(node)
    if isinstance(outer, ast.keyword):
        outer = site.parsed.parents.get(outer)
    match outer:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args):
            if name in _PATHS:
                return _is_no_file(site, outer)
            return name in _MAKERS or (name == "join" and node in args[:1])
        case ast.Attribute(attr=name):
            return name in _MAKERS
        case ast.BinOp(left=left, op=ast.Div()):
            return left is node
        case ast.NamedExpr(target=ast.Name(id=name)):
            return _goes_to_no_file(site, outer, name) or _is_no_file(site, outer)
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return _goes_to_no_file(site, outer, name)
        case _:
            return False


def _goes_to_no_file(site: Site, given: ast.AST, name: str) -> bool:
    return any(_is_no_file(site, each) for each in reads_of(site, given, name) or ())


def _named(name: str, argument: Argument) -> Edit:
    return Edit(Span(argument.span.start, argument.span.start), f"{name}=")


def _behind(site: Site, call: ast.Call, text: str) -> Edit:
    end = site.parsed.span(call).end
    return Edit(Span(end, end), text)
