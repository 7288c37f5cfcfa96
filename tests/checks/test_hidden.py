"""What bandit takes for a library's by its name is no finding where the code round it binds that name."""

from __future__ import annotations

import pytest

from aseptic.analysis.documents.incremental import fresh
from aseptic.analysis.documents.memo import Memo
from aseptic.source.document import Document

BOUND = {
    "function": "def eval(x): ...\neval(c)\n",
    "parameter": "def f(eval):\n    eval(c)\n",
    "class's assignment": "class A:\n    eval = print\n    eval(c)\n",
    "class's function": "class A:\n    def eval(x): ...\n    y = eval(c)\n",
    "class's function as a decorator": "class A:\n    def eval(x): ...\n    @eval(c)\n    def f(self): ...\n",
    "class's annotation": "class A:\n    eval: int = 3\n    eval(c)\n",
    "class's loop": "class A:\n    for eval in q:\n        eval(c)\n",
    "class's with": "class A:\n    with q as eval:\n        eval(c)\n",
    "inner class's": "class A:\n    class B:\n        eval = print\n        eval(c)\n",
    "module's that comes later": "import pickle\nclass J:\n    def loads(x): ...\n    y = loads(1)\nfrom pickle import loads\n",
}
SEEN = {
    "before": "class A:\n    eval(c)\n    eval = print\n",
    "maybe": "class A:\n    if q:\n        eval = print\n    eval(c)\n",
    "method": "class A:\n    def eval(self): ...\n    def f(self):\n        eval(c)\n",
    "comprehension": "class A:\n    eval = print\n    y = [eval(q) for q in c]\n",
}


def _found(memo: Memo, code: str) -> list[str]:
    return [finding.rule for _, finding in fresh(Document.of(code), memo).findings]


@pytest.mark.parametrize("code", BOUND.values(), ids=BOUND)
def test_a_name_that_is_bound_is_no_librarys(memo: Memo, code: str) -> None:
    assert _found(memo, code) == []


@pytest.mark.parametrize("code", SEEN.values(), ids=SEEN)
def test_a_name_that_may_be_the_built_in_is_found(memo: Memo, code: str) -> None:
    assert _found(memo, code) == ["INJ-001"]
