"""A record carried over to another version of fingerprints: its text in, its next text out."""

from __future__ import annotations

import datetime

from aseptic.records.amending import with_history, with_keys
from aseptic.records.decisions import Refused
from aseptic.records.deviation import Deviation, EarlierFingerprint, read_deviation
from aseptic.records.drafting import fingerprint_text
from aseptic.records.passes import Sighting
from aseptic.standard.finding import FINGERPRINT_VERSION


def carried(deviation: Deviation, text: str, seen: Sighting, today: datetime.date) -> str:
    """Return a record's text with the fingerprint that its finding has today. Raises Refused.

    Nothing that a person wrote changes, nor what an approval is bound to: an approved record keeps, beside the new
    fingerprint, the one that was approved.
    """
    old = deviation.fingerprint
    was = old.was or EarlierFingerprint(old.v, old.statement)
    written = fingerprint_text(seen, was if deviation.approved.given else None)
    entry = (
        f"{today.isoformat()} fingerprint carried over from version {old.v} ({old.statement}) to {FINGERPRINT_VERSION}"
        f" ({seen.statement})"
    )
    made = with_history(with_keys(text, {"fingerprint": written}), entry)
    again, _ = read_deviation(deviation.record, made)
    if again is None or (deviation.approved.given and again.digest != deviation.digest):
        raise Refused("it could not be written so that its approval stands")
    return made
