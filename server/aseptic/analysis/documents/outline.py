"""A document read and not looked into: its chunks, and what they bind."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from aseptic.analysis.documents.memo import Memo
from aseptic.source.bindings import Bindings
from aseptic.source.blocks import Blocks
from aseptic.source.contribution import NOTHING, Contribution
from aseptic.source.cut import Cut, cut
from aseptic.source.document import Document
from aseptic.source.exports import Exports, Origin


@frozen(eq=False)
class Outline:
    """What is known of a document before anything is looked for in it."""

    document: Document
    cut: Cut
    contributions: Blocks[Contribution]
    """What each chunk binds."""
    bindings: Bindings


def outlined(document: Document, memo: Memo, origin: Origin, exports: Exports) -> Outline:
    """Cut a document and gather what its chunks bind; `exports` are the project's other modules as it sees them."""
    whole = cut(document.lines, document.walls)
    contributions = Blocks.of([memo.contribution(chunk) for chunk in whole.chunks])
    return Outline(document, whole, contributions, gathered(contributions, origin, exports))


def gathered(contributions: Blocks[Contribution], origin: Origin, exports: Exports) -> Bindings:
    """Return all that the chunks of a document bind."""
    binding = (each for _, several in contributions.each(telling) for each in several)
    return Bindings.of(binding, origin, exports)


def telling(contributions: Sequence[Contribution]) -> list[Contribution]:
    """Return what chunks bind, less those that bind nothing."""
    return [each for each in contributions if each is not NOTHING]
