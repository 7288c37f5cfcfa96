"""Who raised a record, who approved it, and what exactly was approved."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from attrs import evolve, frozen

from aseptic.source.document import split_lines
from aseptic.source.frontmatter import Page

_OURS = frozenset({"status", "approved", "rejected", "withdrawn", "where"})
_OURS_IN_FINGERPRINT = frozenset({"around", "of"})
_HISTORY = "history"
_ANY_RULE = "\0any rule\0"
"""Stands for a rule's id where each of many is put in."""


@frozen
class Raised:
    """Who wrote a record as it is proposed, and when."""

    by: str
    on: datetime.date
    before: tuple[str, ...] = ()
    """Who raised it before it was proposed again. They answer for it, too, and none of them approves it."""

    @property
    def everybody(self) -> tuple[str, ...]:
        """Whoever raised any version of it."""
        return self.by, *self.before


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

    @property
    def missing(self) -> str:
        """What of it nobody can tell, in words; empty where all is said."""
        parts = {"approver": self.by, "date": self.on, "digest of what was approved": self.of}
        return " and ".join(", ".join(words for words, said in parts.items() if not said).rsplit(", ", 1))


NOT_APPROVED = Approval()


def approval_digest(page: Page) -> str:
    """Return what `approved.of` holds: SHA-256 over all of a record that a person answers for.

    That is the front matter without what the machine keeps (`status`, `approved`, `rejected`, `withdrawn`, `where`, and
    `around` and `of` of the fingerprint) and without keys left empty, and the prose but for the history. It is written
    as JSON with sorted keys, ISO dates and `\\n` line ends, so that neither layout nor a checkout with other line ends
    counts as a change.
    """
    return hashlib.sha256(_canonical(page)).hexdigest()


def approved_for(page: Page, approved: Approval, rule: str) -> bool:
    """Say whether a record was approved as it is now but for its rule, which was this one."""
    return bool(rule_approved(page, approved, (rule,)))


def rule_approved(page: Page, approved: Approval, rules: Iterable[str]) -> str:
    """Return for which of some rules a record was approved as it is now but for its rule; empty for none."""
    if not approved.given:
        return ""
    text = _canonical(evolve(page, fields={**page.fields, "rule": _ANY_RULE}))
    place = json.dumps(_ANY_RULE).encode("ascii")
    digests = ((each, text.replace(place, json.dumps(each).encode("ascii"))) for each in rules)
    return next((each for each, whole in digests if hashlib.sha256(whole).hexdigest() == approved.of), "")


def _canonical(page: Page) -> bytes:
    whole = {"fields": _plain(_fields(page)), "lead": _lines(page.lead), "sections": _sections(page)}
    return json.dumps(whole, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def answered_for(page: Page) -> dict[str, str]:
    """Return the same by keys and titles of parts, each as text, so that two versions of a record can be compared."""
    fields = _plain(_fields(page))
    said = {key: value if isinstance(value, str) else json.dumps(value, default=str) for key, value in fields.items()}
    return {**said, "its first words": _lines(page.lead), **dict(_sections(page))}


def _fields(page: Page) -> dict[str, Any]:
    fields = _without(page.fields, _OURS)
    if isinstance(fields.get("fingerprint"), Mapping):
        own = _without(fields["fingerprint"], _OURS_IN_FINGERPRINT)
        # A record that was carried over to other fingerprints is bound to the one that was approved.
        fields["fingerprint"] = own["was"] if isinstance(own.get("was"), Mapping) else own
    return fields


def _sections(page: Page) -> list[tuple[str, str]]:
    return [(each.title, _lines(each.body)) for each in page.sections if each.title.lower() != _HISTORY]


def _without(fields: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key not in names}


def _lines(text: str) -> str:
    if "\r" not in text:
        return text.rstrip("\n")
    return "\n".join(line.rstrip("\r\n") for line in split_lines(text)).rstrip("\n")


def _plain(value: Any) -> Any:
    if type(value) is str:
        return value
    if type(value) is dict or isinstance(value, Mapping):
        found: dict[str, Any] = {}
        for key, each in cast("Mapping[Any, Any]", value).items():
            plain = each if type(each) is str else _plain(each)
            if plain or isinstance(plain, bool | int | float):
                found[str(key)] = plain
        return found
    if isinstance(value, list):
        return [_plain(each) for each in cast("list[Any]", value)]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
