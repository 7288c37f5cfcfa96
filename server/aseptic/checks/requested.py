"""Whether an expression is what a web request brought, as far as its own function shows.

Followed are attributes, items and methods of a request, texts that are made of them, and a name that is assigned
once and read nowhere else but in a bare test: whatever else reads it might check it. A call of any other function
ends the trail, since it may check, convert or escape.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from aseptic.checks.detector import Subject
from aseptic.checks.elements import home
from aseptic.checks.fingerprint import statement_of
from aseptic.checks.keeping import keeps
from aseptic.source.dotted import dotted
from aseptic.source.scopes import Scope

_REQUESTS = frozenset(("flask.request", "quart.request", "bottle.request", "flask.globals.request"))
_BROUGHT = frozenset(
    (
        "args form values cookies headers json data files view_args query_string referrer user_agent stream "
        "GET POST COOKIES META body query_params path_params query match_info params forms get_json get_data "
        "get_cookie get_header post read multipart rel_url text"
    ).split()
)
_ASKED = frozenset("get_argument get_arguments get_query_argument get_body_argument get_query_arguments".split())
"""Methods of a Tornado handler."""
SIGNS = ("request", "req", *sorted(_ASKED), "filename")
"""Names of which one is written wherever something is requested, a route's parameter aside."""
_ROUTES = frozenset("route get post put patch delete api_route".split())
ROUTED = rf"@(?=[^@]*\b(?:{'|'.join(sorted(_ROUTES))})\b)"
"""The pattern of a decorator that may be a route's."""
_CONVERTED = re.compile(r"<(?:int|float|uuid|any)(?:\([^)]*\))?:(\w+)>|\{(\w+):(?:int|float|uuid)\}")
_TEXTUAL = re.compile(r"(?:typing\.)?(?:Optional\[)?str\]?(?:\s*\|\s*None)?|Annotated\[str\b.*|bytes")
_PROVIDED = ("Depends", "Security")
"""What FastAPI calls for a parameter, so that it does not come from the caller."""
_SIMPLE = (ast.Expr, ast.Assign, ast.AnnAssign, ast.Return)
_METHODS = frozenset(
    (
        "get getlist get_all pop strip lstrip rstrip lower upper decode encode split rsplit partition copy dict "
        "to_dict read getvalue __getitem__"
    ).split()
)
"""Methods whose result is still what they were called on; others may check or clean."""


def is_requested(node: ast.expr, subject: Subject, scope: Scope) -> bool:
    """Say whether an expression is, or is a text made of, what a web request brought."""
    match node:
        case ast.Await(value=inner) | ast.FormattedValue(value=inner) | ast.Starred(value=inner):
            return is_requested(inner, subject, scope)
        case ast.Attribute(value=ast.Name(id=name), attr="filename") if name in _uploads(home(node, subject)):
            return True
        case ast.Subscript(value=inner) | ast.Attribute(value=inner):
            return _is_source(node, scope) or is_requested(inner, subject, scope)
        case ast.Call():
            return _call(node, subject, scope)
        case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts):
            return any(is_requested(part, subject, scope) for part in parts)
        case ast.BinOp(left=left, op=ast.Mod(), right=ast.Tuple(elts=parts)):
            return any(is_requested(part, subject, scope) for part in (left, *parts))
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod() | ast.Div(), right=right):
            return is_requested(left, subject, scope) or is_requested(right, subject, scope)
        case ast.IfExp(body=body, orelse=other):
            return is_requested(body, subject, scope) or is_requested(other, subject, scope)
        case ast.NamedExpr(value=value):
            return is_requested(value, subject, scope)
        case ast.Name():
            return _name(node, subject, scope)
        case _:
            return False


def _is_source(node: ast.expr, scope: Scope) -> bool:
    """Whether an expression is a part of a request that its sender writes: `request.args`, `self.request.GET`."""
    if not isinstance(node, ast.Attribute) or node.attr not in _BROUGHT:
        return False
    meanings = scope.meanings(node.value)
    if meanings:
        return not _REQUESTS.isdisjoint(meanings)
    match node.value:
        case ast.Name(id=name):
            return name in ("request", "req")
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return name == "request"
        case _:
            return False


def _call(node: ast.Call, subject: Subject, scope: Scope) -> bool:
    if any(keyword.arg == "type" for keyword in node.keywords):
        return False  # Flask converts: `request.args.get("page", type=int)`
    if keeps(node, subject):
        return any(is_requested(each, subject, scope) for each in node.args)
    match node.func:
        case ast.Attribute(value=ast.Constant(value=str()), attr="format" | "join"):
            given = (*node.args, *(keyword.value for keyword in node.keywords))
            return any(is_requested(part, subject, scope) for each in given for part in _parts(each))
        case ast.Attribute(value=ast.Name(id="self"), attr=name) if name in _ASKED:
            return True
        case ast.Attribute(value=inner, attr=name):
            return _is_source(node.func, scope) or (name in _METHODS and is_requested(inner, subject, scope))
        case _:
            return False


def _parts(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.List | ast.Tuple) else [node]


def _name(node: ast.Name, subject: Subject, scope: Scope) -> bool:
    function = home(node, subject)
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    bound = [each for each in subject.parsed.naming(function, node.id) if isinstance(each, ast.Name)]
    stored = [each for each in bound if not isinstance(each.ctx, ast.Load)]
    if any(not _is_harmless(each, node, subject) for each in bound if each not in stored):
        return False
    if not stored:
        return node.id in _routed(function)
    statement = subject.parsed.parents.get(stored[0])
    match statement:
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value) | ast.NamedExpr(value=value):
            return len(stored) == 1 and is_requested(value, subject, scope)
        case _:
            return False


def _is_harmless(node: ast.Name, asked: ast.Name, subject: Subject) -> bool:
    """Whether a name is read in the statement asked about, or for whether there is anything: `if not name`."""
    if statement_of(subject, node) is statement_of(subject, asked):
        return node is asked or isinstance(statement_of(subject, node), _SIMPLE)
    outer = subject.parsed.parents.get(node)
    if isinstance(outer, ast.UnaryOp) and isinstance(outer.op, ast.Not):
        return True
    if isinstance(outer, ast.Compare):
        return outer.left is node and all(isinstance(each, ast.Is | ast.IsNot) for each in outer.ops)
    return isinstance(outer, ast.If) and outer.test is node


def _uploads(function: ast.AST) -> Iterator[str]:
    """Yield the parameters of a function that are uploads by their type; Django cleans their names, others do not."""
    if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        for each in (*function.args.args, *function.args.kwonlyargs):
            if each.annotation is not None and "UploadFile" in ast.unparse(each.annotation):
                yield each.arg


def _routed(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """Yield the parameters that the caller of a route writes as text."""
    routes = [each for each in function.decorator_list if isinstance(each, ast.Call) and _is_route(each)]
    if not routes:
        return
    texts = [each.value for route in routes for each in route.args if isinstance(each, ast.Constant)]
    converted = {name for text in texts for match in _CONVERTED.findall(str(text)) for name in match}
    arguments = function.args
    positional = (*arguments.posonlyargs, *arguments.args)
    padded = (*(None for _ in range(len(positional) - len(arguments.defaults))), *arguments.defaults)
    for each, default in zip((*positional, *arguments.kwonlyargs), (*padded, *arguments.kw_defaults), strict=True):
        textual = each.annotation is None or _TEXTUAL.fullmatch(ast.unparse(each.annotation))
        provided = isinstance(default, ast.Call) and (dotted(default.func) or "").endswith(_PROVIDED)
        if textual and not provided and each.arg not in converted | {"self", "cls", "request"}:
            yield each.arg


def _is_route(decorator: ast.Call) -> bool:
    """Whether a decorator gives a function an address: `@app.get("/items/{name}")`, and not `@mock.patch("a.b")`."""
    if not isinstance(decorator.func, ast.Attribute) or decorator.func.attr not in _ROUTES:
        return False
    first = next(iter(decorator.args), None)
    return isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value.startswith("/")
