"""A zip archive unpacked whole, to one whose sizes are added up first, and that is refused where they are too large."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.arguments import arguments_of, keyword_of, spread
from aseptic.replacements.failing import quote
from aseptic.replacements.laid_out import parted
from aseptic.replacements.naming import module_written, visible
from aseptic.replacements.replacement import Import, Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import ending_of, indent_of, step_of
from aseptic.replacements.unpacked_bound import Bound, bound_at, ends_a_thread
from aseptic.replacements.uses import once_given
from aseptic.source.span import Edit, Span

_CALLED = re.compile(r"(?i)(?:^|_)zip(?:_?(?:file|path|name|file_?name|archive))?$")
"""What the path of a zip archive is called."""
_MAKES = re.compile(r"(?:^|\.)(?:str|fspath|\w*Path|joinpath|with_suffix|with_name|resolve|(?:os\.)?path\.\w+|mktemp)$")
"""Calls that make a path."""
_TYPE = r"[\"']?(?:str|(?:os\.)?PathLike(?:\[str\])?|(?:pathlib\.)?\w*Path)[\"']?"
_TYPES = re.compile(rf"{_TYPE}(?:\s*\|\s*{_TYPE})*|(?:\w+\.)?Union\[\s*{_TYPE}(?:\s*,\s*{_TYPE})*\s*\]")
"""Annotations of what is a path and nothing else."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_NAMES = ("archive", "zip_file", "opened_archive")
_SIZES = ("unpacked_size", "total_size")
_ORDER = ("filename", "extract_dir", "format")


def measured_archive(site: Site, call: ast.Call) -> Replacement | None:
    """Raise a ValueError above the call where the members have more bytes together than a caller or the module says.

    `shutil.unpack_archive` of what is surely a zip archive becomes `zipfile` with the same test. None where the call is
    no statement by itself, where it takes some of the members only, where the archive would be left open, and where the
    error would end a thread.
    """
    statement = site.parsed.parents.get(call)
    if ends_a_thread(site, call):
        return None
    bound = bound_at(site, call)
    indent = indent_of(site, statement) if isinstance(statement, ast.Expr) else None
    if indent is None or spread(call) or arguments_of(site, call) is None or "#" in site.text_of(call):
        return None
    if site.called == "shutil.unpack_archive":
        return _reopened(site, call, indent, bound)
    function = call.func
    if not (isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)):
        return None
    if keyword_of(call, "members") or len(call.args) > 1:
        return None
    start = site.parsed.span(call).start
    end, name = ending_of(site), function.value.id
    if _is_closed_by_hand(site, call, name):
        return None
    test = _test(site, name, indent, bound, named=_has_a_path(site, name))
    return _replacement((Edit(Span(start, start), f"{test}{end}{indent}"),), bound) if test else None


def _replacement(edits: tuple[Edit, ...], bound: Bound, imports: tuple[Import, ...] = (), how: str = "") -> Replacement:
    more = f"what unpacks to more than {bound.said}"
    title = f"Unpack by {how}, and refuse {more}" if how else f"Refuse an archive that{more.removeprefix('what')}"
    return Replacement(title, (*bound.declared, *edits), imports, assignments=bound.assignments)


def _is_closed_by_hand(site: Site, call: ast.Call, name: str) -> bool:
    """Whether a call below closes the archive, which an error before it would leave open."""
    function = next((each for each in site.above(call) if isinstance(each, _FUNCTIONS)), site.parsed.tree)
    closing = (
        each
        for each in ast.walk(function)
        if isinstance(each, ast.Attribute) and each.attr == "close" and ast.unparse(each.value) == name
    )
    held = {each for outer in site.above(call) if isinstance(outer, ast.Try) for each in outer.finalbody}
    return any(held.isdisjoint(site.above(each)) for each in closing)


def _test(site: Site, name: str, indent: str, bound: Bound, *, named: bool) -> str | None:
    """Write the test, without the first line's indent and the last one's end; None where it would be too long."""
    end, deeper, limit = ending_of(site), indent + step_of(indent), bound.limit
    total = f"sum(member.file_size for member in {name}.infolist())"
    head = f"if {total} > {limit}:"
    if len(indent + head) > site.columns:
        size = next((each for each in _SIZES if each not in _taken(site)), None)
        if size is None:
            return None
        given = parted(f"{size} = {total}", indent, site.columns)
        if given is None:
            return None
        head = f"{end.join(given).removeprefix(indent)}{end}{indent}if {size} > {limit}:"
    mark, inner = quote(site), deeper + step_of(indent)
    parts = (f"{{{name}.filename}} unpacks" if named else "The archive unpacks", " to more than ", f"{{{limit}}} bytes")
    raised = f"raise ValueError(f{mark}{''.join(parts)}{mark})"
    if len(deeper + raised) > site.columns:
        whole = f"f{mark}{''.join(parts)}{mark}"
        if len(inner + whole) > site.columns:
            first = f"{'f' if named else ''}{mark}{parts[0]}{parts[1]}{mark}"
            whole = f"{first}{end}{inner}f{mark}{parts[2]}{mark}"
        raised = f"raise ValueError({end}{inner}{whole}{end}{deeper})"
    return f"{head}{end}{deeper}{raised}"


def _taken(site: Site) -> set[str]:
    function = next((each for each in site.above(site.node) if isinstance(each, _FUNCTIONS)), site.parsed.tree)
    written = {each.id for each in ast.walk(function) if isinstance(each, ast.Name)}
    return set(visible(site)) | written | {each.arg for each in ast.walk(function) if isinstance(each, ast.arg)}


def _has_a_path(site: Site, name: str) -> bool:
    """Whether an archive is surely opened by its path: one that is read from a file in memory has no name to tell."""
    first = once_given(site, name)
    return isinstance(first, ast.Call) and bool(first.args) and _is_path(site, first.args[0])


def _is_path(site: Site, node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.BinOp(op=ast.Add() | ast.Div() | ast.Mod(), left=left, right=right):
            return _is_path(site, left) or _is_path(site, right)
        case ast.Call(func=function):
            return bool(_MAKES.search(ast.unparse(function)))
        case ast.Attribute(value=ast.Name(id=name), attr="name"):
            made = once_given(site, name)
            return isinstance(made, ast.Call) and ast.unparse(made.func).endswith("NamedTemporaryFile")
        case ast.Name(id=name):
            function = next((each for each in site.above(site.node) if isinstance(each, _FUNCTIONS)), site.parsed.tree)
            declared = next((each for each in site.parsed.naming(function, name) if isinstance(each, ast.arg)), None)
            if declared is not None:
                return declared.annotation is not None and bool(_TYPES.fullmatch(site.text_of(declared.annotation)))
            value = once_given(site, name)
            return value is not None and not isinstance(value, ast.Name) and _is_path(site, value)
        case _:
            return False


def _reopened(site: Site, call: ast.Call, indent: str, bound: Bound) -> Replacement | None:
    """Open a zip archive by `zipfile` where `shutil` was to find out how to unpack it."""
    given: dict[str, ast.expr] = dict(zip(_ORDER, call.args, strict=False))
    given |= {each.arg: each.value for each in call.keywords if each.arg}
    path, folder = given.get("filename"), given.get("extract_dir")
    if path is None or folder is None or not given.keys() <= set(_ORDER):
        return None
    if not (_is_zip(given["format"]) if "format" in given else _ends_so(site, path)):
        return None
    opener, name = module_written(site, "zipfile"), next((each for each in _NAMES if each not in _taken(site)), None)
    deeper, end = indent + step_of(indent), ending_of(site)
    test = _test(site, name, deeper, bound, named=True) if name else None
    if opener is None or test is None:
        return None
    lines = (
        f"with {opener.text}.ZipFile({site.text_of(path)}) as {name}:",
        f"{deeper}{test}",
        f"{deeper}{name}.extractall({site.text_of(folder)})",
    )
    return _replacement((Edit(site.parsed.span(call), end.join(lines)),), bound, opener.imports, "zipfile")


def _is_zip(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == "zip"


def _ends_so(site: Site, path: ast.expr | None) -> bool:
    """Whether a path ends with `.zip`, as it is written, or is called so: `shutil` goes by the end of it as well."""
    match path:
        case ast.Constant(value=str(text)):
            return text.endswith(".zip")
        case ast.JoinedStr(values=[*_, last]) | ast.BinOp(op=ast.Add() | ast.Div(), right=last):
            return _ends_so(site, last)
        case ast.Call(func=ast.Attribute(attr="join"), args=[_, *_, last], keywords=[]):
            return _ends_so(site, last)
        case ast.Call(func=ast.Name(id="str"), args=[only], keywords=[]):
            return _ends_so(site, only)
        case ast.Attribute(value=ast.Call(keywords=keywords) as made, attr="name"):
            suffix = next((each.value for each in keywords if each.arg == "suffix"), None)
            return ast.unparse(made.func).endswith("NamedTemporaryFile") and _ends_so(site, suffix)
        case ast.Name(id=name):
            value = once_given(site, name)
            written = value is not None and not isinstance(value, ast.Name) and _ends_so(site, value)
            return written or bool(_CALLED.search(name))
        case _:
            return False
