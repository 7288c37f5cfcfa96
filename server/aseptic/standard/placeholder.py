"""What a message may leave open: the one placeholder that a finding fills in."""

from __future__ import annotations

import re
from collections.abc import Iterator

NAME = "{name}"
"""The called name."""
_CODE = re.compile(r"`[^`]*`")
_PLACEHOLDER = re.compile(r"\{\s*[^\W\d]\w*\s*\}")


def unknown_placeholders(message: str) -> Iterator[tuple[str, str]]:
    """Yield each placeholder of a message that nothing fills in, as what is wrong and the cure; code is left alone."""
    for found in dict.fromkeys(_PLACEHOLDER.findall(_CODE.sub("", message))):
        if found != NAME:
            cure = (
                f"the one there is is {NAME}, the called name; braces that are meant as they stand go into `backticks`"
            )
            yield f"nothing fills in {found}", cure
