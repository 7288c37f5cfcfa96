"""Shapes of statements, each with what looks like it and is fine."""

from __future__ import annotations

import pytest
from declaring import lines


def body(text: str) -> str:
    return "def f(a, lock, text):\n" + "".join(f"    {line}\n" for line in text.split("\n"))


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        ("except: pass", True),
        ("except Exception: pass", True),
        ("except BaseException as e: ...", True),
        ("except (OSError, Exception):\n    'never mind'", True),
        ("except builtins.Exception:\n    return", True),
        ("except (OSError,  # so: it is\n    Exception):  # why: not\n    # so\n    pass", True),
        ("except (KINDS[0:1], Exception): pass", True),
        ("except (f(lambda: 1), Exception): pass", True),
        ("except Exception: \\\n    pass", True),
        ("except Exception:\n    (1)", True),
        ("except Exception:\n    return;", True),
        ("except: None", True),
        ("except OSError: pass", False),
        ("except (OSError, ValueError): pass", False),
        ("except Exception: log()", False),
        ("except Exception: return None", False),
        ("except Exception: return 0", False),
        ("except Exception: raise", False),
    ],
)
def test_a_handler_that_does_nothing(handler: str, expected: bool) -> None:
    found = lines("  shapes: [silent-handler]", body(f"try:\n    a.send()\n{handler}"))
    assert found == ([4] if expected else [])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("try:\n    dose = int(text)\nexcept Exception:\n    pass\nreturn dose", [4]),
        ("dose = 0\ntry:\n    dose = int(text)\nexcept Exception:\n    pass\nreturn dose", []),
        ("try:\n    text = int(text)\nexcept Exception:\n    pass\nreturn text", []),
        ("try:\n    dose = int(text)\nexcept Exception:\n    pass\nreturn 0", []),
        ("try:\n    return int(text)\nexcept Exception:\n    pass", []),
    ],
)
def test_a_name_that_stays_without_a_value(code: str, expected: list[int]) -> None:
    assert lines("  shapes: [silent-handler]", body(code)) == expected


@pytest.mark.parametrize(
    ("shape", "code", "expected"),
    [
        ("jump-in-finally", "try:\n    a()\nfinally:\n    return 1", [5]),
        ("jump-in-finally", "for x in a:\n    try:\n        x()\n    finally:\n        continue", [6]),
        ("jump-in-finally", "try:\n    a()\nfinally:\n    for x in a:\n        break", []),
        ("jump-in-finally", "try:\n    a()\nfinally:\n    def g(): return 1", []),
        ("jump-in-finally", "try:\n    return a()\nfinally:\n    a.close()", []),
        ("lock-left-shut", "lock.acquire()\na()\nlock.release()", [2]),
        ("lock-left-shut", "a.write_lock.acquire()\na()\na.write_lock.release()", [2]),
        ("lock-left-shut", "lock.acquire()\ntry:\n    a()\nfinally:\n    lock.release()", []),
        ("lock-left-shut", "lock.acquire()", []),
        ("lock-left-shut", "a.pool.acquire()\na.pool.release()", []),
        ("lock-left-shut", "got = lock.acquire(timeout=1)\nlock.release()", []),
        ("folder-after-a-look", "if not os.path.exists(a):\n    os.makedirs(a)", [3]),
        ("folder-after-a-look", "if not a.b.is_dir():\n    a.b.mkdir()", [3]),
        ("folder-after-a-look", "if not os.path.exists(a):\n    os.makedirs(a, exist_ok=True)", []),
        ("folder-after-a-look", "if not os.path.exists(a):\n    os.makedirs(text)", []),
        ("folder-after-a-look", "if os.path.exists(a):\n    os.makedirs(a)", []),
    ],
)
def test_a_shape_is_found(shape: str, code: str, expected: list[int]) -> None:
    assert lines(f"  shapes: [{shape}]", body(code)) == expected


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def f(a=[]): a.append(1)", True),
        ("async def f(*, a=dict()): a.update(b)", True),
        ("def f(b, a={}): a[b] = 1", True),
        ("def f(a=[]): return a + [1]", False),
        ("def f(a=[]):\n    a = list(a)\n    a.append(1)", False),
        ("def f(a=()): a.append(1)", False),
        ("def f(a=None): a.append(1)", False),
        ("def f(a, b=[]): a.append(b)", False),
    ],
)
def test_a_default_that_grows(code: str, found: bool) -> None:
    assert bool(lines("  shapes: [growing-default]", code + "\n")) is found
