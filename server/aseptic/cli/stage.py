"""How the demo shows things: code with its breaches underlined, Markdown, a difference, a record."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from rich.console import Console, Group
from rich.markdown import Markdown
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.syntax import Syntax
from rich.text import Text

from aseptic.lsp.client import CodeAction, Diagnostic

_COLOURS = {1: "red", 2: "yellow", 3: "cyan", 4: "bright_black"}
_SIGNS = {1: "error", 2: "warning", 3: "information", 4: "hint"}


class Stage:
    """Prints the demo's scenes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._scene = 0

    def scene(self, title: str) -> None:
        """Begin a scene."""
        self._scene += 1
        self._console.print()
        self._console.print(Rule(f"[bold]{self._scene}. {title}", align="left", style="dim"))

    def say(self, text: str) -> None:
        """Print a sentence."""
        self._console.print(Padding(text, (0, 0, 0, 2)))

    def code(self, text: str, said: Sequence[Diagnostic], first: int, last: int) -> None:
        """Print the lines `first` to `last` with each diagnostic below its line."""
        lines = text.splitlines()
        shown: list[Text] = []
        for number in range(first, min(last, len(lines) - 1) + 1):
            shown.append(_line(lines[number], number))
            for each in said:
                if each.range.start.line == number:
                    shown.extend(_diagnostic(each))
        self._console.print(Padding(Group(*shown), (0, 0, 0, 2)))

    def markdown(self, text: str) -> None:
        """Print a hover."""
        self._console.print(Padding(Panel(Markdown(text), border_style="dim", width=100), (0, 0, 0, 2)))

    def menu(self, actions: Sequence[CodeAction]) -> None:
        """Print what can be done."""
        for action in actions:
            mark = "[green]●[/]" if action.is_preferred else "[dim]○[/]"
            self._console.print(f"    {mark} {action.title}", highlight=False)

    def difference(self, before: str, after: str) -> None:
        """Print what an edit changed."""
        lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
        body = "\n".join(list(lines)[2:])
        self._console.print(Padding(Syntax(body, "diff", theme="ansi_dark", background_color="default"), (0, 0, 0, 4)))

    def record(self, name: str, text: str) -> None:
        """Print a record."""
        syntax = Syntax(text, "markdown", theme="ansi_dark", background_color="default", word_wrap=True)
        self._console.print(Padding(Panel(syntax, title=name, border_style="dim", width=100), (0, 0, 0, 2)))


def _line(line: str, number: int) -> Text:
    text = Text.assemble((f"{number + 1:>3} │ ", "dim"))
    text.append_text(Syntax("", "python", theme="ansi_dark").highlight(line))
    text.rstrip()
    return text


def _diagnostic(said: Diagnostic) -> list[Text]:
    weight = said.severity or 1
    colour = _COLOURS[weight]
    start = said.range.start.character
    width = max(said.range.end.character - start, 1)
    gutter = ("    │ ", "dim")
    underline = Text.assemble(gutter, (" " * start + "~" * width, colour))
    sign = (f"{_SIGNS[weight]} {said.code}  ", f"bold {colour}")
    return [underline, Text.assemble(gutter, sign, (said.message, colour))]
