"""A review of an implementation. So far its head alone."""

from __future__ import annotations

from attrs import field, frozen

from aseptic.records.record import Described, Kind, Problems, Titled, read_record
from aseptic.source.frontmatter import Page


@frozen(kw_only=True)
class ReviewKeys(Titled):
    """A review's front matter."""


@frozen(kw_only=True)
class Review(Described, ReviewKeys):
    """A review as its file states it."""

    page: Page = field(repr=False, hash=False)


REVIEW = Kind("review", "reviews", ReviewKeys, Review)


def read_review(path: str, text: str, kind: Kind[ReviewKeys, Review] = REVIEW) -> tuple[Review | None, Problems]:
    """Read a review."""
    return read_record(path, text, kind)
