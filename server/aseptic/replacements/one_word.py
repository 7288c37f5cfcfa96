"""Whether a value that stands bare in a shell's command is one word of it: no blank in it, and never empty."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.site import Site

_ONE = re.compile(
    r"(?i)(?:^|_|(?<=[a-z]))(?:path|file|device|file_?name|dir|directory|folder|host|host_?name|ip|port|pid|uid|gid|uuid|id|url"
    r"|uri|number|num|count|size|user|user_?name|name|src|dst|fn|fname|dirname|basename|branch|tag|version"
    r"|output|project|task|modality)\d*$"
)
"""What a value is called that is a path, a number or a name of one thing."""
_SEVERAL = re.compile(r"(?i)(?:^|_)(?:arg|argument|opt|option|flag|param|parameter|extra|command|cmd|line)s?\d*$")
_ANNOTATED = frozenset({"int", "float", "Path", "pathlib.Path", "os.PathLike", "PurePath", "pathlib.PurePath", "UUID"})
_MAKERS = frozenset("int float len abs round Path PurePath getpid gettempdir mkdtemp".split())
_PATHS = frozenset("join abspath realpath normpath absolute resolve expanduser with_suffix with_name as_posix".split())
_BLANK = re.compile(r"\s")


def is_word(site: Site, text: str, *, alone: bool) -> bool:
    """Say whether an expression is one word; part of a longer one, that it is not known to be several is enough."""
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        return False
    return _is_word(site, node, alone, frozenset())


def _is_word(site: Site, node: ast.expr, alone: bool, seen: frozenset[str]) -> bool:
    match node:
        case ast.Constant(value=str(value)):
            return bool(value or not alone) and not _BLANK.search(value)
        case ast.Constant(value=value):
            return value is not None and not isinstance(value, bool)
        case ast.IfExp(body=body, orelse=other):
            return _is_word(site, body, alone, seen) and _is_word(site, other, alone, seen)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return _is_word(site, left, alone, seen) and _is_word(site, right, False, seen)
        case ast.BinOp(op=ast.Mod()):
            return not alone
        case ast.BinOp():
            return True  # a number, or a path with `/`
        case ast.JoinedStr(values=values):
            return _is_word_of(site, values, alone, seen)
        case ast.Call(func=ast.Name(id="str"), args=[inner], keywords=[]):
            return _is_word(site, inner, alone, seen)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in _MAKERS | _PATHS or (not alone and not _SEVERAL.search(name)) or bool(_ONE.search(name))
        case ast.Name(id=name):
            return _is_word_named(site, name, alone, seen)
        case ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return _says(name, alone)
        case _:
            return not alone


def _is_word_of(site: Site, values: list[ast.expr], alone: bool, seen: frozenset[str]) -> bool:
    """Whether a formatted text has letters of its own, or one value that is a word, and blanks nowhere."""
    fixed = any(isinstance(each, ast.Constant) and each.value for each in values)
    inner = [each.value if isinstance(each, ast.FormattedValue) else each for each in values]
    return all(_is_word(site, each, alone and not fixed, seen) for each in inner)


def _says(name: str, alone: bool) -> bool:
    return bool(_ONE.search(name)) or (not alone and not _SEVERAL.search(name))


def _is_word_named(site: Site, name: str, alone: bool, seen: frozenset[str]) -> bool:
    """Whether all that the function gives a name is one word; without any, whether the name or its kind says so."""
    outer = (each for each in site.above(site.node) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    function = next(outer, None)
    home = function or site.parsed.tree
    given = [each.value for each in ast.walk(home) if isinstance(each, ast.Assign) and _names(each.targets, name)]
    if given and name not in seen:
        known = all(_is_word(site, each, alone, seen | {name}) for each in given)
        return known or (_says(name, alone) and not any(_is_surely_none(each) for each in given))
    parameters = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs) if function else ()
    kinds = [ast.unparse(each.annotation) for each in parameters if each.arg == name and each.annotation]
    return any(each in _ANNOTATED for each in kinds) or _says(name, alone)


def _names(targets: list[ast.expr], name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in targets)


def _is_surely_none(node: ast.expr) -> bool:
    """Whether a text that is written out is empty, or several words."""
    match node:
        case ast.IfExp(body=body, orelse=other):
            return _is_surely_none(body) or _is_surely_none(other)
        case ast.JoinedStr(values=values):
            return any(isinstance(each, ast.Constant) and _BLANK.search(str(each.value)) for each in values)
        case ast.Constant(value=str(value)):
            return not value or bool(_BLANK.search(value))
        case _:
            return False
