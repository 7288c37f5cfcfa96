"""Code newer than the running Python is named as not checked, with the cure; the rest of the file is checked."""

from __future__ import annotations

import sys

import pytest

from aseptic.source.newer import newer_syntax

CASES = [
    ('x = f"{d["key"]}"\n', "f-string: unmatched '['", (3, 11), "3.12"),
    ('x = f"{d[\n', "f-string: expecting '}'", (3, 11), ""),
    ('f(f"{d  # c\n}")\n', "unterminated string literal (detected at line 1)", (3, 11), "3.12"),
    ('f(f"{\n    d["x"]\n}")\n', "unterminated string literal (detected at line 1)", (3, 11), "3.12"),
    ('f(f"{\n    d["it\'s"]\n}")\n', "unterminated string literal (detected at line 1)", (3, 11), "3.12"),
    ('f(f"""{d  # c\n}""")\n', "f-string expression part cannot include '#'", (3, 11), "3.12"),
    ('f(f"{d  # c\n', "unterminated string literal (detected at line 1)", (3, 11), ""),
    ('f(f"{d\n)\ng = {1: "a"}\n', "unterminated string literal (detected at line 1)", (3, 11), ""),
    ("type Rate = int\n", "invalid syntax", (3, 11), "3.12"),
    ("def f[T](x: T) -> T: ...\n", "invalid syntax", (3, 11), "3.12"),
    ("class A[T]: ...\n", "invalid syntax", (3, 11), "3.12"),
    ("try:\n    x()\nexcept A, B:\n    pass\n", "invalid syntax", (3, 13), "3.14"),
    ('x = t"{a}"\n', "invalid syntax", (3, 13), "3.14"),
    ("lazy import numpy\n", "invalid syntax", (3, 14), "3.15"),
    ("def f(:\n", "invalid syntax", (3, 11), ""),
    ('def f(:\n    x = "a\\t"\n', "invalid syntax", (3, 13), ""),
    ('def f(:\n    x = "at t"  # t"x"\n', "invalid syntax", (3, 13), ""),
    ('def f(:\n    """Say:\n    type A = int\n    """\n', "invalid syntax", (3, 11), ""),
    ("type Rate = int\n", "invalid syntax", (3, 12), ""),
]


@pytest.mark.parametrize(("text", "message", "running", "expected"), CASES)
def test_newer_syntax_is_told_from_a_mistake(text: str, message: str, running: tuple[int, int], expected: str) -> None:
    assert newer_syntax(text, message, running) == expected


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python knows the syntax of 3.12")
def test_the_running_python_names_what_it_cannot_read() -> None:
    from aseptic.source.chunk import Chunk
    from aseptic.source.parse import Broken, parse

    for value in ('f"{d["it\'s"]}"', 'f"{f\'{d["a"]}\'}"', 'f"{"\\n".join(x)}"', 'f"{x:{"\\t"}}"'):
        broken = parse(Chunk(f"x = {value}\n"))
        assert isinstance(broken, Broken)
        assert broken.newer == "3.12", value
    for code in ("type Rate = int\n", "def f[T](x: T) -> T: ...\n", "class A[T: int]: ...\n", "type L[T] = list[T]\n"):
        broken = parse(Chunk(code))
        assert isinstance(broken, Broken)
        assert broken.newer == "3.12", code
