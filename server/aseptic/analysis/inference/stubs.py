"""Sources that stand in for libraries which are not installed, made of what the rules say about them.

A rule that bans `asyncpg.connect().execute` tells that `asyncpg` has a function `connect`, and that what it returns
has `execute`. That is all that has to be known to follow such a thing through a project's factories and fields.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

_HEAD = "from typing import Any, Generator\n"
_SELF = (
    "    def __init__(self, *args: Any, **kwargs: Any) -> None: ...\n"
    "    def __enter__(self) -> {name}: ...\n"
    "    async def __aenter__(self) -> {name}: ...\n"
    "    def __await__(self) -> Generator[Any, Any, {name}]: ...\n"
)
"""What may be done with anything: it is made, entered and waited for."""
_Tree: TypeAlias = "dict[str, _Tree]"


def stubs(names: Iterable[str]) -> Mapping[str, str]:
    """Return the text of each module, by its path: `requests/__init__.py`. Python's own modules are known better."""
    tree: _Tree = {}
    for name in names:
        if name.partition(".")[0] in sys.stdlib_module_names:
            continue
        below = tree
        for part in name.split("."):
            below = below.setdefault(part.removesuffix("()") if is_class(part) else part, {})
    found: dict[str, str] = {}
    for top, inner in tree.items():
        _module(top, inner, found)
    return found


def is_class(part: str) -> bool:
    """Say whether a part of a name is a class's, by its capital."""
    return part[:1].isupper()


def _module(path: str, tree: _Tree, found: dict[str, str]) -> None:
    lines = [_HEAD]
    for part, inner in tree.items():
        if part.endswith("()") or is_class(part):
            lines.extend(_thing(part, inner, ""))
        elif inner:
            _module(f"{path}/{part}", inner, found)
        elif f"{part}()" not in tree:
            lines.append(f"def {part}(*args: Any, **kwargs: Any) -> Any: ...\n")
    found[f"{path}/__init__.py"] = "".join(lines)


def _thing(part: str, tree: _Tree, owner: str) -> Iterator[str]:
    """Write a class, or a function or attribute with the class of what it gives; `owner` is the class it is one of."""
    bare = part.removesuffix("()")
    name = f"{owner}_{bare}" if owner or not is_class(bare) else bare
    own: list[str] = []
    for inner, below in tree.items():
        if below:
            yield from _thing(inner, below, name)
            own.append(_given(inner, f"{name}_{inner.removesuffix('()')}"))
        elif f"{inner}()" not in tree:
            own.append(_given(f"{inner}()", "Any"))
    yield f"class {name}:\n{_SELF.format(name=name)}{''.join(f'    {each}' for each in own)}"
    if name != bare and not owner:
        yield f"def {bare}(*args: Any, **kwargs: Any) -> {name}: ...\n"


def _given(part: str, kind: str) -> str:
    bare = part.removesuffix("()")
    return f"def {bare}(self, *args: Any, **kwargs: Any) -> {kind}: ...\n" if bare != part else f"{bare}: {kind}\n"
