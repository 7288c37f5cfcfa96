"""A file's text as needs look at it, all of its chunks taken together."""

from __future__ import annotations

from functools import cached_property

from aseptic.checks.sieve.reading import Reading


class Whole(Reading):
    """What a file may hold. What is veiled in one of its chunks is none of its business."""

    @cached_property
    def disguised(self) -> bool:
        """False: each chunk tells for itself."""
        return False
