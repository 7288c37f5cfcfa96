"""The samples that `aseptic init` writes, each where it is a record."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from aseptic.records.forms import Forms, fits
from aseptic.records.reading import KINDS
from aseptic.records.samples import samples
from aseptic.standard.head import Head


def sample_records(head: Head, today: datetime.date, *nouns: str) -> Iterator[tuple[str, str]]:
    """Yield path and text of the standard and of a sample of each kind, or of the kinds that are named."""
    for name, text in samples(head, today).items():
        kind = next((each for each in KINDS if fits(Path(name).stem, each.of(Forms()).form)), None)
        if kind is None:
            yield name, text
        elif not nouns or kind.noun in nouns:
            yield f"{kind.folder}/{Path(name).name}", text
