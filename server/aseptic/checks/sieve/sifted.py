"""What the sieve let through: what may be found in a chunk, and the reading that tells."""

from __future__ import annotations

from attrs import frozen

from aseptic.checks.sieve.need import Need, Sought
from aseptic.checks.sieve.reading import Reading


@frozen(eq=False)
class Sifted:
    """What may be found in a chunk, which is something."""

    reading: Reading
    first: Need
    """One of the needs that are met, where there is one by what is written and not by what texts may make."""
    sought: Sought
