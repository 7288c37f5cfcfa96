"""Markdown and code as HTML that may come from anybody: whatever is written is shown, and nothing of it is run."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name  # pyright: ignore[reportUnknownVariableType]
from pygments.util import ClassNotFound

from aseptic.standard.rule import RULE_ID

_ID = re.compile(rf"(?<![\w-])({RULE_ID.pattern})(?![\w-])")
_FORMATTER = HtmlFormatter(nowrap=True)  # pyright: ignore[reportUnknownVariableType]


class Prose:
    """Renders texts of one page; the ids of `rules` become links, whose addresses begin with `prefix`.

    HTML in a text is escaped, pictures stay links, and a link leads to the web or inside the book, never to a script.
    """

    def __init__(self, rules: Container[str] = (), prefix: str = "") -> None:
        self._rules = rules
        self._prefix = prefix
        self._markdown = MarkdownIt("commonmark", {"html": False, "highlight": _fenced}).enable("table")
        self._markdown.disable("image")
        self._markdown.core.ruler.after("inline", "rules", self._link)

    def block(self, text: str) -> Markup:
        """Render paragraphs, lists and fenced code."""
        return Markup(self._markdown.render(text))

    def line(self, text: str) -> Markup:
        """Render one line without a paragraph round it."""
        return Markup(self._markdown.renderInline(text))

    def _link(self, state: StateCore) -> None:
        for token in state.tokens:
            if token.children:
                token.children = list(self._linked(token.children))

    def _linked(self, tokens: list[Token]) -> Iterator[Token]:
        depth = 0
        for token in tokens:
            depth += token.nesting if token.type.startswith("link") else 0
            if token.type != "text" or depth:
                yield token
                continue
            for number, part in enumerate(_ID.split(token.content)):
                if number % 2 and part in self._rules:
                    yield Token("link_open", "a", 1, attrs={"href": f"{self._prefix}{part}.html"})
                    yield Token("text", "", 0, content=part)
                    yield Token("link_close", "a", -1)
                elif part:
                    yield Token("text", "", 0, content=part)


def code_block(text: str, language: str = "python") -> Markup:
    """Render code with its syntax coloured; a language that nobody knows stays plain."""
    return Markup(_fenced(text, language, ""))


def _fenced(text: str, language: str, _: Any) -> str:
    try:
        lexer: Any = get_lexer_by_name(language or "python", stripnl=False)
    except ClassNotFound:
        lexer = get_lexer_by_name("text", stripnl=False)
    shown: str = highlight(text, lexer, _FORMATTER)  # pyright: ignore[reportUnknownArgumentType]
    return f'<pre class="code" tabindex="0"><code>{shown}</code></pre>'
