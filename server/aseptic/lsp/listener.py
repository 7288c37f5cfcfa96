"""What features hear of documents that others open, show and close, and what they have to say of themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any


class Listener:
    """A feature that keeps something for its client: it hears what happens, and ignores what does not concern it."""

    @property
    def busy(self) -> bool:
        """Whether it is at work for the client."""
        return False

    def said(self) -> dict[str, Any]:
        """Return what it adds to the server's status."""
        return {}

    def closed(self, path: Path) -> None:
        """Hear that a document was let go."""

    def refreshed(self) -> None:
        """Hear that records and settings were looked at again."""

    def shown_anew(self) -> None:
        """Hear that all that is shown is to be shown otherwise."""

    def end(self) -> None:
        """Hear that the server ends."""
