"""What mends a breach, said in words: every part of it."""

from __future__ import annotations

import attrs
import pytest

from aseptic.evidence.remedies import remedy_words
from aseptic.standard.remedy import Rewriting

PARTS = {
    "call": (Rewriting(call="os.chmod"), "call `os.chmod`"),
    "rename": (Rewriting(rename={"marshal": "json"}), "write `json` for `marshal`"),
    "set": (Rewriting(set={"timeout": "30"}), "set `timeout` to `30`"),
    "drop": (Rewriting(drop=("verify",)), "leave out `verify`"),
    "append": (Rewriting(append=("1",)), "add `1`"),
    "without": (Rewriting(without=("-A",)), "take `-A` out of the list"),
    "texts": (Rewriting(texts={"http://": "https://", "|safe": ""}), "write `https://` for `http://`, take `|safe` out of the text"),
    "value": (Rewriting(value="True"), "write `True`"),
    "unless": (Rewriting(set={"safe": "True"}, unless=("loader/1",)), "set `safe` to `True`, unless `loader` is given"),
    "given": (Rewriting(value="True", given=("key/1", "algorithms/2")), "write `True`, where `key` and `algorithms` are given"),
}  # fmt: skip


@pytest.mark.parametrize(("remedy", "words"), PARTS.values(), ids=PARTS)
def test_a_part_is_said(remedy: Rewriting, words: str) -> None:
    assert remedy_words(remedy) == words


def test_no_part_is_left_unsaid() -> None:
    assert {each.name for each in attrs.fields(Rewriting)} - {"title", "safe"} == PARTS.keys()
