"""Values that YAML cuts off at ` #`, though whoever wrote them meant the rest, too.

`title: Do not use # noqa` gives "Do not use". A comment after one word, or two blanks before it, is meant as one.
"""

from __future__ import annotations

import re

import yaml

_COMMENT = re.compile(r"[ \t]#(.?)")


def may_cut(text: str) -> bool:
    """Say whether a value of a text may be cut off, for the price of a look at the text."""
    return " #" in text or "\t#" in text


def cut_off(text: str, node: yaml.ScalarNode) -> bool:
    """Say whether a value of a text is unquoted words that end where `#` begins, as no comment would."""
    if node.style in ('"', "'", "|", ">"):
        return False
    hash_sign = _COMMENT.match(text, node.end_mark.index)
    if hash_sign is None:
        return False
    return " " in node.value or bool(hash_sign[1].strip())
