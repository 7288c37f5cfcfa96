"""However a call is laid out, its rewrite is the call meant: nothing else changes, and no comment is lost."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter
from typing import Any

from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from aseptic.source.document import split_lines

GAPS = st.sampled_from(["", " ", "\n", "  # c, (d)\n", "\n    ", "\n\t# 😀 'e'\n  ", " \\\n ", "\n\n"])
VALUES = st.sampled_from(
    ["a", "(b)", "'é😀'", "f(x, y)", '"""p\nq"""', "(\n  c # in\n)", "[d, (e),]", "lambda: 0", "{}"]
)
NAMES = st.lists(st.sampled_from(["data", "json", "params", "headers"]), unique=True, max_size=3)
BEFORE = st.sampled_from(["", "x = ", "'😀', ", "z = '𝒳é'; y = ", "if q: ", "return_ = [0, "])
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@frozen
class Call:
    """A call in pieces."""

    before: str
    function: str
    arguments: tuple[str, ...]
    gaps: tuple[str, ...]
    comma: bool
    end: str

    @property
    def text(self) -> str:
        parts = [f"{self.gaps[2 * at]}{argument}{self.gaps[2 * at + 1]}" for at, argument in enumerate(self.arguments)]
        inside = ",".join(parts) + ("," if self.comma and parts else "") + self.gaps[-1]
        close = "]" if self.before.endswith("[0, ") else ""
        text = f"import requests, yaml, subprocess\n{self.before}{self.function}({inside}){close}\n"
        return text.replace("\n", self.end)


@st.composite
def calls(draw: st.DrawFn, function: str, needed: tuple[str, ...], positional: tuple[str, ...] = ("u",)) -> Call:
    keywords = [f"{name}={draw(VALUES)}" for name in draw(NAMES)]
    keywords = draw(st.permutations([*keywords, *needed]))
    arguments = (*positional, *keywords)
    gaps = draw(st.lists(GAPS, min_size=2 * len(arguments) + 1, max_size=2 * len(arguments) + 1))
    return Call(draw(BEFORE), function, arguments, tuple(gaps), draw(st.booleans()), draw(ENDS))


def the_call(text: str, function: str) -> ast.Call:
    found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return next(node for node in found if ast.unparse(node.func) == function)


def shape(call: ast.Call) -> tuple[list[str], list[str]]:
    return [ast.dump(argument) for argument in call.args], [ast.dump(keyword) for keyword in call.keywords]


def comments(text: str) -> Counter[str]:
    lines = iter(split_lines(text.replace("\r\n", "\n").replace("\r", "\n")))
    tokens = tokenize.generate_tokens(lambda: next(lines, ""))
    return Counter(token.string for token in tokens if token.type == tokenize.COMMENT)


def only(bench: Any, call: Call, rewrite: str) -> str:
    (text,) = bench.at_calls(call.text, rewrite)
    assert comments(text) == comments(call.text)
    assert Counter(text)["\r"] + Counter(text)["\n"] <= Counter(call.text)["\r"] + Counter(call.text)["\n"] + 2
    if call.end == "\r\n":
        assert text.count("\r") == text.count("\n") == text.count("\r\n")
    return text


@settings(max_examples=400, deadline=None)
@given(calls("requests.get", ("verify=False",)))
def test_dropping_a_keyword(bench: Any, call: Call) -> None:
    before = the_call(call.text, call.function)
    before.keywords = [keyword for keyword in before.keywords if keyword.arg != "verify"]
    assert shape(the_call(only(bench, call, "verify-on"), call.function)) == shape(before)


@settings(max_examples=400, deadline=None)
@given(st.one_of(calls("requests.get", ()), calls("requests.get", (), ())))
def test_adding_a_keyword(bench: Any, call: Call) -> None:
    before = the_call(call.text, call.function)
    before.keywords.append(ast.keyword("timeout", ast.Constant(30)))
    requests = [text for text in bench.at_calls(call.text, "add-timeout") if "requests.get" in text]
    after = [the_call(text, call.function) for text in requests]
    assert [shape(found) for found in after if found.keywords[-1:] and found.keywords[-1].arg == "timeout"] == [
        shape(before)
    ]
    assert all(comments(text) == comments(call.text) for text in requests)


@settings(max_examples=300, deadline=None)
@given(calls("yaml.load", (), ("u", "(yaml.Loader)")).filter(lambda call: len(call.arguments) == 2))
def test_dropping_a_position(bench: Any, call: Call) -> None:
    assert shape(the_call(only(bench, call, "yaml-safe-load"), "yaml.safe_load")) == (
        [ast.dump(ast.Name("u", ast.Load()))],
        [],
    )


@settings(max_examples=300, deadline=None)
@given(calls("subprocess.check_call", ("shell=True",), ("'tar  cf \"x y\"'",)))
def test_a_command_without_its_shell(bench: Any, call: Call) -> None:
    before = the_call(call.text, call.function)
    before.args[0] = ast.parse("['tar', 'cf', 'x y']", mode="eval").body
    before.keywords = [keyword for keyword in before.keywords if keyword.arg != "shell"]
    assert shape(the_call(only(bench, call, "shell-to-list"), call.function)) == shape(before)


PIECES = st.lists(st.sampled_from([*"ab -'\"=/.,:@%+é😀 \t", "\\", "$", "cd", "tar"]), max_size=12).map("".join)


@settings(max_examples=600, deadline=None)
@given(PIECES)
def test_a_command_becomes_what_a_shell_would_make_of_it(bench: Any, command: str) -> None:
    for text in bench.at_calls(f"import subprocess\nsubprocess.run({command!r}, shell=True)\n", "shell-to-list"):
        found = the_call(text, "subprocess.run")
        assert not found.keywords
        assert ast.literal_eval(found.args[0]) == shell_words(command)


def shell_words(command: str) -> list[str]:
    """Split as POSIX says it of quotes and blanks."""
    words: list[str] = []
    word: str | None = None
    source = io.StringIO(command)
    while letter := source.read(1):
        if letter in " \t":
            words += [] if word is None else [word]
            word = None
        elif letter in "'\"":
            inside = ""
            while (more := source.read(1)) != letter:
                inside += more
            word = (word or "") + inside
        else:
            word = (word or "") + letter
    return words + ([] if word is None else [word])
