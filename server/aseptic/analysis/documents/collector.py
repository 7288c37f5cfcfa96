"""When Python looks for circular garbage. A full look at a large document's values takes longer than a keystroke may.

Almost all that a session holds is frozen values without circles, which are freed by count. So what stands after a
document was opened is set aside, which looks at no more than came with it, and full looks become rare; after documents
were closed, everything is looked at again, once. Both wait until nobody does (`lsp/idle_collection`).
"""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager

_YOUNG, _MIDDLE, _OLD = 20_000, 20, 50


@contextmanager
def paused() -> Generator[None]:
    """Look for no garbage meanwhile: what is read makes many things, and hardly one of them goes again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def put_off() -> None:
    """Look for no garbage before `set_aside` is called: a start makes thousands of things, and all of them stay."""
    gc.disable()


def set_aside() -> None:
    """Free what is garbage now, and leave everything that lives out of later looks."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


def leave() -> None:
    """Look at nothing any more: the process ends, and all that it holds goes with it."""
    gc.disable()
    gc.freeze()


def take_back() -> None:
    """Look at everything again, and set aside what still lives."""
    gc.unfreeze()
    set_aside()
