"""What holds for a file, printed with where each part of it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from aseptic.analysis.projects.holding import Fact, Holding
from aseptic.source.printable import on_one_line


def print_holding(held: Holding, console: Console) -> None:
    """Print it all, a line a fact."""
    console.print(Text(on_one_line(held.path), "bold"))
    _line(console, "project", str(held.root), held.because)
    if held.excluded:
        _line(console, "left out", "a scan does not come here, and an editor shows nothing of it", held.excluded)
    elif held.ignored:
        _line(console, "left out", "a scan does not come here; an editor shows what is found", ".gitignore")
    _part(console, "standard", held.standard)
    _part(console, "settings", held.settings)
    _part(console, "tailoring", held.tailoring)
    _part(console, "rules that rest in this file", held.resting)


def _part(console: Console, title: str, facts: Sequence[Fact]) -> None:
    if facts:
        console.print(Text(title, "bold"))
    for fact in facts:
        _line(console, fact.name, fact.value, fact.origin)


def _line(console: Console, name: str, value: str, origin: str) -> None:
    console.print(
        Text.assemble(f"  {name:17} {on_one_line(value)}", ("  ← ", "dim"), (on_one_line(origin), "dim")),
        soft_wrap=True,
    )
