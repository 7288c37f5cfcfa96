"""Texts that are marked as safe HTML: which of them may hold markup of somebody else's."""

from __future__ import annotations

from typing import Any

from aseptic.checks.detector import Subject
from aseptic.checks.escaped import is_escaped


def raw_markup(node: Any, _text: str, subject: Subject) -> bool:
    """Keep a mark on what was not escaped: templates render escaped, and so do Django's own functions."""
    return not node.args or not is_escaped(node.args[0], subject)
