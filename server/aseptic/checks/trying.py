"""A pattern tried on a text. Whoever breaks it off is told whose pattern it was."""

from __future__ import annotations

from re import Pattern

_SHOWN = 60


def is_found(pattern: Pattern[str], text: str, rule: str = "") -> bool:
    """Say whether a pattern is found in a text; `rule` is the rule that asks, where that is known."""
    try:
        return pattern.search(text) is not None
    except BaseException as broken_off:  # it has been going on for too long
        owner = f" of {rule}" if rule else ""
        broken_off.add_note(f"in the pattern {pattern.pattern[:_SHOWN]!a}{owner}")
        raise
