"""Which of IPython's magics run what stands behind them as Python, and what of that is code."""

from __future__ import annotations

import ast
import re

from aseptic.source.requoting import tree_of

_PYTHON = frozenset("capture debug ipytest lprun memit mprun prun pypy python python3 time timeit".split())
"""Cell magics whose cell is Python all the same."""
_VALUED = {"time": "", "timeit": "nrpv", "prun": "DlsT", "memit": "rti", "lprun": "fmDTu", "mprun": "fT"}
"""Line magics that run a statement, each with its options that take a value."""
_OTHERS = frozenset(
    "HTML R SVG alias bash bigquery bookmark cd cmd config env file hist history html javascript js julia latex less "
    "load ls man markdown matlab mkdir mv octave perl pip python2 rm ruby run save sc script set_env sh sql store svg "
    "sx system writefile".split()
)
"""Magics that take something else, though it may look like Python."""


def statement(name: str, behind: str, more: str, before: str) -> str:
    """Return what a line magic runs of the line `behind` it, which goes on in the lines `more`, less its options.

    Empty where that is no Python, or cannot stand behind another statement, as a loop, or behind the target `before`.
    """
    if name not in _VALUED:
        return ""
    rest = _without_options(name, behind)
    tree = _tree(before + rest + more)
    return rest if tree is not None and tree.body and not any(map(_is_block, tree.body)) else ""


def is_python(name: str, behind: str) -> bool:
    """Say whether a cell is Python in spite of its magic."""
    return name in _PYTHON or (name == "script" and re.match(r"[ \t]+(?:\S*/)?python", behind) is not None)


def may_run(name: str, behind: str) -> bool:
    """Say whether a magic may run what stands behind it as Python, and that calls something."""
    tree = None if not name or name in _OTHERS else _tree(_without_options(name, behind))
    return tree is not None and any(isinstance(each, ast.Call) for each in ast.walk(tree))


def _without_options(name: str, behind: str) -> str:
    text, valued = behind.lstrip(" \t"), _VALUED.get(name)
    if valued:
        option = re.compile(rf"-(?:[a-zA-Z]*[{valued}][ \t]*\S+|[a-zA-Z]+)[ \t]+")
        while match := option.match(text):
            text = text[match.end() :]
    return text


def _is_block(node: ast.stmt) -> bool:
    return hasattr(node, "body") or hasattr(node, "cases")


def _tree(text: str) -> ast.Module | None:
    try:
        return tree_of(text.strip(" \t"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
