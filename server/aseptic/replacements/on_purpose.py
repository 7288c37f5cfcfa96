"""Settings that somebody chose where they stand, so that another value would miss the point of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from aseptic.replacements.site import Site

_TRYING = re.compile(r"[Dd]ebug|DEBUG|[Dd]evel|Dev(?:$|[A-Z_])|^[Tt]est|Test(?:$|[A-Z_]|s\b|ing)|_test")
_SAYS_SO = re.compile(r"unverified|insecure|untrusted", re.IGNORECASE)
_OF_VERSION = re.compile(
    r"version_info|\bPY_?\d|\b_?HA(?:S|VE)_[A-Z]|\bhasattr\((?:sys|os|[a-z]+\.[A-Z]\w+|[a-z]+file)\b"
)
_OF_TRANSPORT = re.compile(r"https?\b|tls|ssl|secure|scheme|schema", re.IGNORECASE)


def chosen_setting(site: Site) -> bool:
    """Say whether a setting stands in a test, in a class for debugging, under a condition, or is a wrapper's own."""
    tested = any(_name(each).startswith("test") for each in site.above(site.node))
    classes = (_name(each) for each in site.above(site.node) if isinstance(each, ast.ClassDef))
    trying = any(_TRYING.search(name) for name in (*classes, site.owner))
    return tested or trying or bool(_conditions(site)) or _is_own(site) or _says_so(site)


def chosen_transport(site: Site) -> bool:
    """Say whether a condition on the transport leads here, as `if scheme == "http"` does."""
    return any(_OF_TRANSPORT.search(each) for each in _conditions(site))


def explained(site: Site, node: ast.AST) -> bool:
    """Say whether a comment on a node's lines, or right above them, may say why it stands there."""
    span, lines = site.parsed.span(node), site.parsed.lines
    above = lines[span.start.line - 1] if span.start.line else ""
    return above.lstrip().startswith("#") or any("#" in line for line in lines[span.start.line : span.end.line + 1])


def for_another_version(site: Site) -> bool:
    """Say whether the site is for a Python or a library that lacks something, which a better call may need."""
    inner: ast.AST = site.node
    for outer in site.above(site.node):
        match outer:
            case ast.ExceptHandler(type=ast.expr() as kind) if "ImportError" in site.text_of(kind):
                return True
            case ast.If(test=test) if _OF_VERSION.search(text := site.text_of(test)):
                if inner in outer.orelse or "version_info" in text:
                    return True
            case _:
                pass
        inner = outer
    return False


def _conditions(site: Site) -> list[str]:
    return [text for text in _tests(site) if "__name__" not in text]


def _tests(site: Site) -> Iterator[str]:
    """Yield the conditions under which a function, or the module, comes to the site."""
    for outer in site.above(site.node):
        match outer:
            case ast.If(test=test) | ast.IfExp(test=test) | ast.Match(subject=test):
                yield site.text_of(test)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return
            case _:
                pass


def _is_own(site: Site) -> bool:
    """Whether an object gives itself the value when it is made."""
    made = any(_name(each) == "__init__" for each in site.above(site.node))
    return made and any(ast.unparse(each).startswith("self.") for each in _targets(site.node))


def _says_so(site: Site) -> bool:
    statements = (site.node, *site.above(site.node))
    return any(_SAYS_SO.search(ast.unparse(target)) for each in statements for target in _targets(each))


def _targets(node: ast.AST) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else []


def _name(node: ast.AST) -> str:
    return node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else ""
