"""Dotted names: `subprocess.run`, and `tarfile.open().extractall` for a method of what a call returns."""

from __future__ import annotations

import ast
import re

_ROOT = re.compile(r"\w+")


def dotted(node: ast.expr) -> str | None:
    """Write an expression of names, attributes and calls as a dotted name; None where it is anything else."""
    parts: list[str] = []
    while not isinstance(node, ast.Name):
        match node:
            case ast.Attribute(value=inner, attr=name):
                parts.append(f".{name}")
            case ast.Call(func=inner):
                parts.append("()")
            case ast.Await(value=inner):
                pass
            case _:
                return None
        node = inner
    return instance("".join((node.id, *reversed(parts))))


def split_root(name: str) -> tuple[str, str]:
    """Split `os.path.join` into `os` and `.path.join`."""
    match = _ROOT.match(name)
    end = match.end() if match else 0
    return name[:end], name[end:]


def instance(name: str) -> str:
    """Drop the call brackets after a class: `zipfile.ZipFile().extractall` is `zipfile.ZipFile.extractall`.

    A class is what its name says, as everywhere in Python: its last part begins with a capital letter.
    """
    if "()" not in name:
        return name
    parts = name.split("()")
    kept = [part + ("" if part.rpartition(".")[2][:1].isupper() else "()") for part in parts[:-1]]
    return "".join((*kept, parts[-1]))
