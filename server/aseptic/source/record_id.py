"""What an id of any record looks like: the one place that comments of code, records and settings go by."""

from __future__ import annotations

import re

PREFIX = r"[A-Z][A-Z0-9]{1,9}(?:-[A-Z][A-Z0-9]{0,9}){0,3}-"
"""What stands before the number: words of capitals and digits, with hyphens."""
RECORD_ID = re.compile(rf"{PREFIX}\d{{3,}}")
"""The id of a record of whatever kind, in whatever project."""
