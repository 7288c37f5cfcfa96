"""A text as one YAML value on one line, quoted where YAML would read something else."""

from __future__ import annotations

import re
from datetime import date

import yaml

_PLAIN = re.compile(r"[\w./][\w./@+-]*(?:::[\w.]+)?")
_NUMBER = re.compile(r"[-+.\d_]+(?:e[-+]?\d+)?", re.IGNORECASE)
"""Other readers than ours take more for a number, such as `1e5`."""
_TEXT = "tag:yaml.org,2002:str"


def scalar(value: str | date) -> str:
    """Write a value so that every YAML reader gives it back; lone surrogates, which no file can hold, become `?`."""
    if isinstance(value, date):
        return value.isoformat()
    if _PLAIN.fullmatch(value) and not _NUMBER.fullmatch(value) and _read_as_text(value):
        return value
    # PyYAML's stubs give `width` a type that some of their releases do not define.
    written: str = yaml.safe_dump(  # pyright: ignore[reportUnknownMemberType]
        encodable(value), default_style='"', allow_unicode=True, width=10**9
    )
    return written.rstrip("\n")


def encodable(text: str) -> str:
    """Return the text with what UTF-8 cannot hold replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _read_as_text(value: str) -> bool:
    node: yaml.Node | None = yaml.compose(value, Loader=yaml.SafeLoader)
    return node is not None and node.tag == _TEXT
