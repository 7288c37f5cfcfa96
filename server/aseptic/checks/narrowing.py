"""Where a loud test of bandit's matters: each narrowing keeps a finding or lets it go.

A narrowing sees the node that the test fired on, the test's text and the subject. Names of secrets follow the
words that bandit itself looks for; everything else is judged by shape alone, so that an answer never depends on
what stands in another chunk.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from aseptic.checks.archive import tar_archive
from aseptic.checks.detector import Subject
from aseptic.checks.elements import values
from aseptic.checks.literals import is_constant, leading_text
from aseptic.source.dotted import dotted
from aseptic.standard.rule import To

Narrow = Callable[[Any, str, Subject], bool]

_SECRET_PARTS = frozenset(
    (
        "token secret secrets password passwd passphrase pass pwd passcode pin otp key apikey nonce salt iv "
        "session csrf credential credentials cookie captcha"
    ).split()
)
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_VALUE = re.compile(r"'(.*)'\Z", re.DOTALL)
_PLACEHOLDER = re.compile(r"<.*>|\{.*\}|\$\{?\w+\}?|%\(?\w+\)?s?|x+|\*+|\.+|-+|_+|\?+", re.IGNORECASE | re.DOTALL)
_NAME_LIKE = re.compile(r"[A-Za-z_][\w\-]*(?:[.:/][\w\-]+)*")
_URL = re.compile(r"[a-z][a-z0-9+.\-]*://|/|\.{1,2}/|mailto:", re.IGNORECASE)
_NAMED_HOST = re.compile(r"[a-z][a-z0-9+.\-]*://[^/?#]+[/?#]", re.IGNORECASE)
_QUERIES = frozenset(
    (
        "execute executemany executescript execute_async raw text RawSQL read_sql read_sql_query exec_driver_sql "
        "fetch fetchrow fetchval run query cursor"
    ).split()
)
_BINDING = frozenset(
    (
        "bind listen run serve run_server create_server start_server HTTPServer TCPServer ThreadingHTTPServer "
        "make_server Server run_app run_simple start_unix_server UDPServer XMLRPCServer SimpleXMLRPCServer "
        "ThreadingTCPServer serve_forever uvicorn_run"
    ).split()
)
_ADDRESS_PARTS = frozenset("host bind address addr listen interface ip server hostname".split())
_TELLING = frozenset("print debug info warning error critical exception log warn format startswith".split())
_STATEMENTS = (ast.stmt, ast.ExceptHandler, ast.match_case)


def parts(name: str) -> frozenset[str]:
    """Split a name into its words: `resetToken`, `RESET_TOKEN` and `reset_token` are the same two."""
    return frozenset(word.lower() for word in _WORDS.findall(name))


def security_value(node: Any, _text: str, subject: Subject) -> bool:
    """Keep a random number that is bound to, returned for, or passed as something secret."""
    return any(parts(name) & _SECRET_PARTS for name in _purposes(node, subject))


def plausible_secret(node: Any, text: str, subject: Subject) -> bool:
    """Keep a text that could open something: no label, address, placeholder, name of a field or parser's token."""
    match = _VALUE.search(text)
    value = match[1] if match else ""
    if value.startswith("<ast.") or value.startswith("<_ast."):
        return _constant_value_is_plausible(node, subject)
    return _plausible(value, frozenset[str]().union(*(parts(name) for name in _names_near(node, subject))))


def reaches_query(node: Any, _text: str, subject: Subject) -> bool:
    """Keep a built text that is an argument of a query, directly or through a name of the same function."""
    names: set[str] = set()
    for inner, outer in _up(node, subject):
        if isinstance(outer, ast.Call) and inner is not outer.func and _last(outer.func) in _QUERIES:
            return True
        if isinstance(outer, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
            targets = outer.targets if isinstance(outer, ast.Assign) else [outer.target]
            names.update(target.id for target in targets if isinstance(target, ast.Name))
            if any(isinstance(target, ast.Attribute | ast.Subscript) for target in targets):
                return True  # what becomes of an attribute cannot be seen from here
        if isinstance(outer, ast.Module) and names:
            return True  # nor of a name of the module: its other statements are other chunks
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module):
            return bool(names) and _queried(outer, names)
    return False


def bound_address(node: Any, _text: str, subject: Subject) -> bool:
    """Keep an address that something listens on; a comparison or a list of addresses listens on nothing."""
    for inner, outer in _up(node, subject):
        if isinstance(outer, ast.Compare):
            return False
        if isinstance(outer, ast.keyword):
            return bool(parts(outer.arg or "") & _ADDRESS_PARTS)
        if isinstance(outer, ast.Call):
            return inner is not outer.func and _last(outer.func) in _BINDING | {"get", "getenv", "environ"}
        if isinstance(outer, ast.arguments):
            return any(parts(name) & _ADDRESS_PARTS for name in _defaulted(outer, inner))
        if isinstance(outer, ast.Dict):
            return any(
                value is inner and isinstance(key, ast.Constant) and bool(parts(str(key.value)) & _ADDRESS_PARTS)
                for key, value in zip(outer.keys, outer.values, strict=True)
            )
        if isinstance(outer, _STATEMENTS):
            return any(parts(name) & _ADDRESS_PARTS for name in _targets(outer))
    return False


def opened_path(node: Any, _text: str, subject: Subject) -> bool:
    """Keep a path that lies under a shared folder and is used as one."""
    value = node.value
    if not any(value == folder or value.startswith(folder + "/") for folder in ("/tmp", "/var/tmp", "/dev/shm")):
        return False
    for inner, outer in _up(node, subject):
        if isinstance(outer, ast.Compare):
            return False
        if isinstance(outer, ast.Call):
            return inner is not outer.func and _last(outer.func) not in _TELLING
        if isinstance(outer, ast.arguments | ast.keyword):
            return True
        if isinstance(outer, _STATEMENTS):
            return isinstance(outer, ast.Assign | ast.AnnAssign | ast.Return)
    return False


def variable_argument(node: Any, _text: str, subject: Subject) -> bool:
    """Keep a call whose first argument is not ours: no literals, not quoted, and on no host that we name."""
    return bool(node.args) and not all(_ours(each) for each in values(node.args[0], subject))


def variable_program(node: Any, _text: str, subject: Subject) -> bool:
    """Keep a call that runs a program whose name is not ours; its arguments may be anybody's."""
    for command in values(node.args[0], subject) if node.args else []:
        program = command.elts[0] if isinstance(command, ast.List | ast.Tuple) and command.elts else command
        if not all(_chosen_by_us(each) for each in values(program, subject)):
            return True
    return False


def _ours(value: ast.expr) -> bool:
    quoted = isinstance(value, ast.Call) and dotted(value.func) in ("shlex.join", "shlex.quote")
    return is_constant(value) or quoted or _NAMED_HOST.match(leading_text(value) or "") is not None


def _chosen_by_us(program: ast.expr) -> bool:
    """Whether a program is a literal, this interpreter, what a search for one finds, or a text's first word."""
    if is_constant(program) or dotted(program) == "sys.executable":
        return True
    if isinstance(program, ast.Call) and program.args:
        written = dotted(program.func) or ""
        if written.endswith("which"):
            return is_constant(program.args[0])
        if written.endswith("split"):
            return _chosen_by_us(program.args[0])
    return any(letter.isspace() for letter in (leading_text(program) or "").lstrip())


NARROWINGS: Mapping[To, Narrow] = {
    To.SECURITY_VALUE: security_value,
    To.PLAUSIBLE_SECRET: plausible_secret,
    To.REACHES_QUERY: reaches_query,
    To.BOUND_ADDRESS: bound_address,
    To.OPENED_PATH: opened_path,
    To.VARIABLE_ARGUMENT: variable_argument,
    To.VARIABLE_PROGRAM: variable_program,
    To.TAR_ARCHIVE: tar_archive,
}
"""What each word of a rule's `narrows:` means."""


def _up(node: ast.AST, subject: Subject) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield (node, parent) from a node upwards."""
    parents = subject.parsed.parents
    while node in parents:
        yield node, parents[node]
        node = parents[node]


def _purposes(node: ast.AST, subject: Subject) -> Iterator[str]:
    """Yield the names that say what a value is for: its target, its keyword, the function that returns it."""
    returned = False
    for inner, outer in _up(node, subject):
        if isinstance(outer, ast.keyword):
            yield outer.arg or ""
        elif isinstance(outer, ast.Dict):
            yield from (
                str(key.value)
                for key, value in zip(outer.keys, outer.values, strict=True)
                if value is inner and isinstance(key, ast.Constant)
            )
        elif isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            if returned:
                yield outer.name
            return
        elif isinstance(outer, ast.stmt):
            returned = returned or isinstance(outer, ast.Return | ast.Assign)
            yield from _targets(outer)


def _targets(statement: ast.AST) -> Iterator[str]:
    match statement:
        case ast.Assign(targets=targets):
            yield from (name for target in targets if (name := _written(target)))
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            yield _written(target)
        case _:
            return


def _written(target: ast.expr) -> str:
    match target:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case _:
            return ""


def _last(function: ast.expr) -> str:
    name = dotted(function)
    if name is not None:
        return name.rpartition(".")[2]
    return function.attr if isinstance(function, ast.Attribute) else ""


def _queried(function: ast.AST, names: set[str]) -> bool:
    """Whether a query anywhere in the function is given one of these names."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _last(node.func) in _QUERIES:
            given = (*node.args, *(keyword.value for keyword in node.keywords))
            if any(isinstance(part, ast.Name) and part.id in names for arg in given for part in ast.walk(arg)):
                return True
    return False


def _defaulted(arguments: ast.arguments, default: ast.AST) -> Iterator[str]:
    positional = (*arguments.posonlyargs, *arguments.args)
    for argument, value in zip(reversed(positional), reversed(arguments.defaults), strict=False):
        if value is default:
            yield argument.arg
    for argument, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if value is default:
            yield argument.arg


def _names_near(node: ast.AST, subject: Subject) -> Iterator[str]:
    """Yield the names that made bandit take the text for a secret."""
    match node:
        case ast.Call(keywords=keywords):
            yield from (keyword.arg or "" for keyword in keywords)
        case ast.FunctionDef(args=arguments):
            yield from (argument.arg for argument in arguments.args)
        case _:
            for _, outer in _up(node, subject):
                if isinstance(outer, ast.Compare):
                    yield _written(outer.left)
                if isinstance(outer, _STATEMENTS):
                    yield from _targets(outer)
                    return
                if isinstance(outer, ast.Dict) and isinstance(node, ast.Constant):
                    yield str(node.value)


def _constant_value_is_plausible(node: Any, subject: Subject) -> bool:
    """For an assignment bandit reports the node, whose text is not in its message."""
    value = getattr(node, "value", None)
    names = frozenset[str]().union(*(parts(name) for name in _names_near(node, subject)))
    return isinstance(value, str) and _plausible(value, names)


def _plausible(value: str, names: frozenset[str]) -> bool:
    bare = value.strip()
    if len(bare) < 3 or any(letter.isspace() for letter in bare):
        return False
    if _PLACEHOLDER.fullmatch(bare) or _URL.match(bare) or not any(letter.isalnum() for letter in bare):
        return False
    if "\\" in bare or "(?" in bare or "{" in bare:
        return False
    varied = any(letter.isdigit() for letter in bare) or any(not (c.isalnum() or c in "_-.:/") for c in bare)
    if _NAME_LIKE.fullmatch(bare) and parts(bare) & _SECRET_PARTS:
        return False
    if "token" in names and not names & {"password", "passwd", "pwd", "secret"}:
        return varied and len(bare) >= 8
    return varied or not re.fullmatch(r"[A-Za-z]\w*(?:[.:/]\w+)+", bare)
