"""When Python looks for circular garbage. A full look at a large document's values takes longer than a keystroke may.

Almost all that a session holds is frozen values without circles, which are freed by count. So what stands after a
document was opened is set aside, and full looks become rare; when a document closes, everything is looked at again.
"""

from __future__ import annotations

import gc

_YOUNG, _MIDDLE, _OLD = 20_000, 20, 50


def set_aside() -> None:
    """Leave everything that lives now out of later looks."""
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


def take_back() -> None:
    """Let the next full look see everything again."""
    gc.unfreeze()
