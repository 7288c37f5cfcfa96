"""Where answers are kept between runs: the user's cache folder, never the project's.

What lies there can be deleted at any time; it holds no source text, and nothing of it is ever executed.
"""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path

STANDARDS = "standards"
"""The folder in it for what standards say."""
ASIDE = "aside"
"""The folder in it for notes on chunks that broke off or ended a check."""
ANSWERS = "answers"
"""The folder in it for what files came to when they were checked."""
STAND_INS = "stand-ins"
"""The folder in it for sources that stand in for libraries which are not installed."""
RECORDS = "records"
"""The folder in it for what projects' records said."""
LEDGERS = "ledgers"
"""The folder in it for what projects' ledgers came to."""
_OVERRIDE = "ASEPTIC_CACHE_DIR"


def cache_folder() -> Path:
    """Return the folder for what may be kept, which need not exist; `ASEPTIC_CACHE_DIR` names another."""
    given = os.environ.get(_OVERRIDE)
    return Path(given) if given else user_cache_path("aseptic", appauthor=False)
