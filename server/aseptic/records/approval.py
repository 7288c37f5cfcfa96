"""Who raised a record, who approved it, and what exactly was approved."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from aseptic.source.document import split_lines
from aseptic.source.frontmatter import Page

_OURS = frozenset({"status", "approved", "where"})
_OURS_IN_FINGERPRINT = frozenset({"around", "of"})


@frozen
class Raised:
    """Who wrote a record first, and when."""

    by: str
    on: datetime.date


@frozen
class Approval:
    """Who approved a record and when; `of` is the digest of what was approved. All empty: not approved."""

    by: str | None = None
    on: datetime.date | None = None
    of: str | None = None

    @property
    def given(self) -> bool:
        """Whether somebody approved something that can be told from what stands there now."""
        return bool(self.by and self.on and self.of)


def approval_digest(page: Page) -> str:
    """Return what `approved.of` holds: SHA-256 over all of a record that a person answers for.

    That is the front matter without what the machine keeps (`status`, `approved`, `where`, and `around` and `of` of the
    fingerprint) and without keys left empty, and the prose. Written as JSON with sorted keys, ISO dates and `\\n`
    line ends, so that neither layout nor a checkout with other line ends counts as a change.
    """
    fields = {key: value for key, value in page.fields.items() if key not in _OURS}
    fingerprint = fields.get("fingerprint")
    if isinstance(fingerprint, Mapping):
        fields["fingerprint"] = {k: v for k, v in fingerprint.items() if k not in _OURS_IN_FINGERPRINT}
    sections = [[section.title, _lines(section.body)] for section in page.sections]
    whole = {"fields": _plain(fields), "lead": _lines(page.lead), "sections": sections}
    text = json.dumps(whole, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _lines(text: str) -> str:
    return "\n".join(line.rstrip("\r\n") for line in split_lines(text)).rstrip("\n")


def _plain(value: Any) -> Any:
    match value:
        case Mapping():
            pairs = ((str(key), _plain(each)) for key, each in value.items())
            return {key: each for key, each in pairs if each not in (None, "", [], {})}
        case list():
            return [_plain(each) for each in value]
        case datetime.date():
            return value.isoformat()
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)
