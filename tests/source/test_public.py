"""Which names `import *` brings."""

from __future__ import annotations

import pytest

from aseptic.source.bindings import Bindings
from aseptic.source.contribution import contribution, plain
from aseptic.source.cut import cut
from aseptic.source.document import split_lines
from aseptic.source.parse import parse

HAS = "a b _c run".split()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", "a b run"),
        ("__all__ = []\n", ""),
        ("__all__ = ['a', \"_c\"]\n", "a _c"),
        ("__all__ = ('a',)\n", "a"),
        ("__all__: list[str] = ['a']\n", "a"),
        ("__all__ = ['a'] + ['b']\n", "a b"),
        ("__all__ = ['a']\n__all__ += ['b']\n", "a b"),
        ("__all__ = ['a']\n__all__.append('b')\n", "a b"),
        ("__all__ = ['a']\n__all__.extend(('_c', 'b'))\n", "a b _c"),
        ("__all__ = ['a']\n__all__ = ['b']\n", "b"),
        ("__all__ = ['a']\nif q:\n    __all__ += ['b']\n", "a b"),
        ("__all__ = ['a']\nif q:\n    __all__ = ['b']\n", "a b"),
        # What may be anything is all public names, and those that are known.
        ("if q:\n    __all__ = ['_c']\n", "a b _c run"),
        ("__all__ = ['_c', *q]\n", "a b _c run"),
        ("__all__ = ['_c'] + q\n", "a b _c run"),
        ("__all__ = q\n", "a b run"),
        ("__all__ = ['_c']\n__all__ += q.__all__\n", "a b _c run"),
        ("__all__ = ['_c', *q.__all__]\n", "a b _c run"),
        ("__all__ = ['_c', *q.__all__]\n__all__ = ['a']\n", "a"),
        ("__all__ = ['_c']\n__all__.remove('_c')\n", "a b _c run"),
        ("__all__ = ['_c']\nfor each in q:\n    __all__.append(each)\n", "a b _c run"),
        ("__all__, q = ['_c'], 1\n", "a b run"),
        ("__all__ = ['a']\nfrom q import __all__\n", "a b run"),
        ("__all__ = ['a']\ndel __all__\n", "a b run"),
        # What does not concern it.
        ("def f():\n    __all__ = []\n", "a b run"),
        ("class A:\n    __all__ = []\n", "a b run"),
        ("__all__ = ['a']\nprint(__all__)\n", "a"),
    ],
)
def test_what_a_star_brings(source: str, expected: str) -> None:
    chunks = cut(split_lines(source)).chunks
    bindings = Bindings.of([plain(chunk) or contribution(chunk, parse(chunk)) for chunk in chunks])
    assert bindings.public.among(HAS) == set(expected.split())
    assert {name for name in HAS if bindings.public.holds(name)} == set(expected.split())
