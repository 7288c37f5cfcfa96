"""The day by which records are judged: the same for everybody, wherever they sit."""

from __future__ import annotations

import datetime


def utc_today() -> datetime.date:
    """Return the day that it is in UTC."""
    return datetime.datetime.now(datetime.UTC).date()
