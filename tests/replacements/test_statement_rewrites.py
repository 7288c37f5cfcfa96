"""Statements rewritten: asserts that raise, handlers that log."""

from __future__ import annotations

from typing import Any

import pytest

from aseptic.replacements.assignments import add_to_head
from aseptic.replacements.replacement import Assignment, Import
from aseptic.source.document import Document

ASSERTS = {
    "a right": ("assert user.may_release", 'if not user.may_release:\n        raise PermissionError("expected user.may_release")'),
    "a message": ("assert user.may_release, f'no {user}'", "if not user.may_release:\n        raise PermissionError(f'no {user}')"),
    "a message over lines": (
        "assert rate <= 500, ('rate is '\n                         f'{rate}')",
        "if not rate <= 500:\n        raise ValueError(\n            'rate is '\n            f'{rate}'\n        )",
    ),
    "a message that is put together over lines": ("assert rate <= 500, told(\n        rate\n    )", None),
    "not": ("assert not user.is_locked, 'locked'", "if user.is_locked:\n        raise PermissionError('locked')"),
    "and": (
        "assert (user.may_release and user.is_staff), 'no'",
        "if not (user.may_release and user.is_staff):\n        raise PermissionError('no')",
    ),
    "a limit": ("assert 0 < rate <= 500, 'rate'", "if not 0 < rate <= 500:\n        raise ValueError('rate')"),
    "one side": ("assert rate <= 500, 'rate'  # ml/h", "if not rate <= 500:  # ml/h\n        raise ValueError('rate')"),
    "in": ("assert user.role in can_read, 'no'", "if user.role not in can_read:\n        raise PermissionError('no')"),
    "or": ("assert user.may_release or rate is None, 'no'", "if not user.may_release and rate is not None:\n        raise PermissionError('no')"),
    "or with not": ("assert not (user.may_release and rate) or rate > 1", 'if (user.may_release and rate) and not rate > 1:\n        raise PermissionError("expected not (user.may_release and rate) or rate > 1")'),
    "a length": ("assert len(rate) <= 64", 'if len(rate) > 64:\n        raise ValueError(f"expected len(rate) <= 64, not {len(rate)}")'),
    "a length that is reckoned": ("assert len(rate) == 4 + user.size", 'if len(rate) != 4 + user.size:\n        raise ValueError(f"expected len(rate) == {4 + user.size}, not {len(rate)}")'),
    "a length whose line is too narrow for all": (
        f"assert len(rate.{'r' * 7}) == 4 + user.{'u' * 9}",
        f"if len(rate.{'r' * 7}) != 4 + user.{'u' * 9}:\n        raise ValueError(\n"
        f'            f"expected len(rate.{"r" * 7}) == {{4 + user.{"u" * 9}}}, "\n'
        f'            f"not {{len(rate.{"r" * 7})}}"\n        )',
    ),
    "a length that takes two lines to tell": (
        f"assert len(rate) == user.{'u' * 38}",
        f"if len(rate) != user.{'u' * 38}:\n        raise ValueError(\n"
        f'            f"expected len(rate) == {{user.{"u" * 38}}}, "\n            f"not {{len(rate)}}"\n        )',
    ),
    "held against a shape": ("assert rate < user.shape[1]", 'if not rate < user.shape[1]:\n        raise ValueError(f"rate must be < {user.shape[1]}, not {rate!r}")'),
    "what a condition above asked": ("if is_known(user):\n        assert user.peer is not None", None),
    "a number between two": ("assert 0 <= rate < len(user.rows)", 'if not 0 <= rate < len(user.rows):\n        raise ValueError(f"expected 0 <= rate < {len(user.rows)}, not {rate!r}")'),
    "what is no number": ("assert rate == user.name", 'if rate != user.name:\n        raise ValueError("rate must equal user.name")'),
    "what a comment says never fails": ("assert rate > 0  # guaranteed by the pump", None),
    "what a comment above says never fails": ("# ensured by the caller\n    assert rate > 0", None),
    "what a comment says of another thing": ("# in ml/h\n    assert rate > 0, 'rate'", "# in ml/h\n    if not rate > 0:\n        raise ValueError('rate')"),
    "dimensions": ("assert rate.ndim > 1, 'flat'", "if rate.ndim <= 1:\n        raise ValueError('flat')"),
    "a side": ("assert rate.shape[0] < 9, 'rate'", "if rate.shape[0] >= 9:\n        raise ValueError('rate')"),
    "what is counted to": (
        "assert rate > 0, 'rate'\n    user.go(range(0, rate - 1))",
        "if rate <= 0:\n        raise ValueError('rate')\n    user.go(range(0, rate - 1))",
    ),
    "a row": (
        "assert isinstance(rate, int)\n    assert rate <= 500, 'rate'",
        'if not isinstance(rate, int):\n        raise TypeError("expected isinstance(rate, int)")\n'
        "    if rate > 500:\n        raise ValueError('rate')",
    ),
    "brackets over lines": (
        "assert all(\n        each <= 500 for each in rate\n    ), 'rate'",
        "if not all(each <= 500 for each in rate):\n        raise ValueError('rate')",
    ),
    "brackets over lines that do not fit one": (
        f"assert all(\n        each <= {'9' * 60} for each in rate\n    ), 'rate'",
        f"if not all(\n        each <= {'9' * 60} for each in rate\n    ):\n        raise ValueError('rate')",
    ),
    "a comma that keeps lines apart": (
        "assert all(\n        [rate, user],\n    ), 'rate'",
        "if not all(\n        [rate, user],\n    ):\n        raise ValueError('rate')",
    ),
    "a comment too long for the head": (
        f"assert rate <= {'r' * 57}, 'r'  # told before",
        f"# told before\n    if not rate <= {'r' * 57}:\n        raise ValueError('r')",
    ),
    "a mark that lets the assert pass": (
        "assert rate <= 500, 'rate'  # noqa: S101",
        "if not rate <= 500:\n        raise ValueError('rate')",
    ),
    "a mark for others": (
        "assert rate <= 500, 'rate'  # type: ignore",
        "if not rate <= 500:  # type: ignore\n        raise ValueError('rate')",
    ),
    "a text too long for its line": (
        f"assert rate <= 500, '{'r' * 64}'",
        f"if not rate <= 500:\n        raise ValueError(\n            '{'r' * 64}'\n        )",
    ),
    "a test too long to be told": (f"assert rate <= {'r' * 66}", None),
    "one's own attribute, for a type checker": ("assert self.user is not None\n    assert isinstance(self.user.rate, int)", None),
    "what a comment says is for a type checker": ("assert rate <= 500  # for mypy", None),
    "an attribute of what is made here": ("user = made(rate)\n    assert user.rate\n    assert user.peer is not None", None),
    "a right of what is made here": (
        "user = made(rate)\n    assert user.may_go",
        'user = made(rate)\n    if not user.may_go:\n        raise PermissionError("expected user.may_go")',
    ),
    "one's own attribute, with a message": ("assert self.may_go is not None, 'none'", "if self.may_go is None:\n        raise PermissionError('none')"),
    "over lines, denied on one": ("assert (\n        user.may_release\n    ) or rate is None", None),
    "allowed by a name": ("assert rate in allowed_rates", 'if rate not in allowed_rates:\n        raise ValueError("rate must be in allowed_rates")'),
    "a value": ("assert 0 < rate <= 500, rate", 'if not 0 < rate <= 500:\n        raise ValueError(f"expected 0 < rate <= 500, not {rate!r}")'),
    "a value that is all": ("assert rate > 0, rate", 'if not rate > 0:\n        raise ValueError(f"rate must be > 0, not {rate!r}")'),
    "none": ("assert user.rate is not None or rate\n    assert rate is not None", 'if user.rate is None and not rate:\n        raise ValueError("expected user.rate is not None or rate")\n    if rate is None:\n        raise ValueError("rate must not be None")'),
    "values": ("assert rate >= user, (rate, user)", 'if not rate >= user:\n        raise ValueError(f"expected rate >= user, not {(rate, user)!r}")'),
    "a text with a name": ("assert rate <= 500, user", "if not rate <= 500:\n        raise ValueError(user)"),
    "where its error would be caught": (
        "try:\n        assert rate <= 500, 'rate'\n    except (KeyError, ValueError):\n        return None",
        "try:\n        if not rate <= 500:\n            raise AssertionError('rate')\n    except (KeyError, ValueError):\n        return None",
    ),
    "where another is caught": (
        "try:\n        assert rate <= 500, 'rate'\n    except KeyError:\n        return None",
        "try:\n        if not rate <= 500:\n            raise ValueError('rate')\n    except KeyError:\n        return None",
    ),
    "beside one that is promised": (
        "if not user:\n        raise AssertionError('user')\n    assert rate <= 500, 'rate'",
        "if not user:\n        raise AssertionError('user')\n    if not rate <= 500:\n        raise AssertionError('rate')",
    ),
    "over lines": ("assert (\n        user.may_release\n        and user.is_staff\n    )", None),
    "behind another": ("a = 1; assert user.may_release", None),
    "a comment within": ("assert (  # why\n        user.may_release)", None),
}  # fmt: skip
WHOLE = {
    "annotated": ("(pid: int):\n    ", "pid <= 0"),
    "annotated, or None": ("(pid: int | None = None):\n    ", "pid <= 0"),
    "tested above": ("(pid):\n    if not isinstance(pid, int):\n        raise TypeError(pid)\n    ", "pid <= 0"),
    "tested above the block": ("(pid):\n    assert isinstance(pid, int), pid\n    go(pid)\n    ", "pid <= 0"),
    "of another kind": ("(pid: float):\n    ", "not pid > 0"),
    "given anew": ("(pid: int):\n    pid = pid / 2\n    ", "not pid > 0"),
    "tested for more": ("(pid):\n    if not isinstance(pid, (int, float)):\n        raise TypeError(pid)\n    ", "not pid > 0"),
    "tested on one way": ("(pid):\n    if pid:\n        assert isinstance(pid, int), pid\n    ", "not pid > 0"),
}  # fmt: skip


@pytest.mark.parametrize(("top", "contrary"), WHOLE.values(), ids=WHOLE)
def test_a_test_of_a_whole_number_is_turned_round(bench: Any, top: str, contrary: str) -> None:
    code = f"def f{top}assert pid > 0\n    go(pid)\n"
    after = f'def f{top}if {contrary}:\n        raise ValueError(f"pid must be > 0, not {{pid!r}}")\n    go(pid)\n'
    assert after in [offer.text for offer in bench.offers(code) if offer.rule == "ERR-001"]


GUARD = "    if x.ndim < 2 or x.shape[-2] != x.shape[-1]:\n        raise ValueError('square')\n"
PROVED = {
    "both tested": (f"{GUARD}    if not check(x):\n        raise ValueError('x')\n", "x.ndim >= 2 and x.shape[-2] == x.shape[-1]"),
    "with a message": ("    if not x < 3:\n        return\n", "x < 3, 'x'"),
    "below another that leaves": ("    if len(x) > 2:\n        return\n    if y:\n        return\n", "len(x) <= 2"),
}  # fmt: skip
UNPROVED = {
    "half tested": (GUARD, "x.ndim >= 2 and y"),
    "changed": ("    if len(x) < 2:\n        return\n    del x[y]\n", "len(x) >= 2"),
    "what may be nan": ("    if x < y:\n        return\n", "x >= y"),
    "what does not leave": ("    if len(x) > 2:\n        go(x)\n", "len(x) <= 2"),
    "another way": ("    if len(x) > 2:\n        return\n    else:\n        x.add(y)\n", "len(x) <= 2"),
    "asked anew": ("    if x.pop() > 2:\n        return\n", "not x.pop() > 2"),
}
REMOVED = "Remove the assert of what an if above has tested"


def test_an_assert_of_what_was_tested_goes_with_its_row(bench: Any) -> None:
    code = "def f(x, y):\n    if len(x) > 2:\n        return\n{}    go(x)\n"
    (offer,) = bench.offers(code.format("    assert len(x) <= 2\n    assert len(y) > 2, 'y'\n"))
    assert offer.text == code.format("    if len(y) <= 2:\n        raise ValueError('y')\n")
    assert offer.title.endswith("; remove the assert of what an if above has tested")


@pytest.mark.parametrize(("above", "test"), PROVED.values(), ids=PROVED)
def test_an_assert_of_what_was_tested_above_goes(bench: Any, above: str, test: str) -> None:
    code = f"def f(x, y):\n{above}    {{}}go(x)\n"
    (offer,) = [each for each in bench.offers(code.format(f"assert {test}\n    ")) if each.rule == "ERR-001"]
    assert (offer.text, offer.title, offer.safe) == (code.format(""), REMOVED, False)


@pytest.mark.parametrize(("above", "test"), UNPROVED.values(), ids=UNPROVED)
def test_an_assert_that_may_fail_stays_one_way_or_another(bench: Any, above: str, test: str) -> None:
    offers = bench.offers(f"def f(x, y):\n{above}    assert {test}\n    go(x)\n")
    assert "raise ValueError(" in next(each for each in offers if each.rule == "ERR-001").text.rpartition("go(x)")[0]
    assert REMOVED not in [each.title for each in offers]


HANDLERS = {
    "pass": ("pass", 'logger.exception("error in store_all")'),
    "a comment": ("pass  # rare", 'logger.exception("error in store_all")  # rare'),
}


@pytest.mark.parametrize(("before", "after"), ASSERTS.values(), ids=ASSERTS)
def test_asserts(bench: Any, before: str, after: str | None) -> None:
    top = "def f(user, rate, can_read):\n    "
    assert "ERR-001" in bench.rules(f"{top}{before}\n    go(rate)\n")
    offers = [offer for offer in bench.offers(f"{top}{before}\n    go(rate)\n") if offer.rule == "ERR-001"]
    assert [offer.text for offer in offers] == ([f"{top}{after}\n    go(rate)\n"] if after else [])
    assert not any(offer.safe for offer in offers)


def test_line_ends_and_tabs_are_kept(bench: Any) -> None:
    code = "def f(user):\r\n\tassert user.may_release, 'no'\r\n\tgo()\r\n"
    (offer,) = bench.offers(code)
    assert offer.text == "def f(user):\r\n\tif not user.may_release:\r\n\t\traise PermissionError('no')\r\n\tgo()\r\n"


CAUGHT = {
    "alone, and left": (
        "    try:\n        assert a.x == 1\n    except AssertionError:\n        return None\n",
        "    if a.x != 1:\n        return None\n",
    ),
    "a row, and gone on": (
        "    for x in a:\n        try:\n            assert x == 1\n            assert x.y\n        except AssertionError:\n            continue\n",
        "    for x in a:\n        if x != 1 or not x.y:\n            continue\n",
    ),
    "a row over lines": (
        f"    for x in a:\n        try:\n            assert x.{'y' * 40} == 1\n            assert x.{'z' * 40}\n        except AssertionError:\n            continue\n",
        f"    for x in a:\n        if (\n            x.{'y' * 40} != 1\n            or not x.{'z' * 40}\n        ):\n            continue\n",
    ),
    "a loop": (
        "    try:\n        assert len(a) <= 8\n        for x in a:\n            assert x.y\n            assert x.z or x.u\n    except AssertionError:\n        raise ValueError(\n            'no'\n        )\n",
        "    if len(a) > 8 or not all(x.y and (x.z or x.u) for x in a):\n        raise ValueError(\n            'no'\n        )\n",
    ),
    "a loop over lines": (
        f"    try:\n        assert len(a) <= 8\n        for x in a:\n            assert x.{'y' * 40} == 1\n            assert x.z\n    except AssertionError:\n        raise ValueError('no')\n",
        f"    if len(a) > 8 or not all(\n        x.{'y' * 40} == 1 and x.z for x in a\n    ):\n        raise ValueError('no')\n",
    ),
    "a loop behind two over lines": (
        f"    try:\n        assert len(a) <= 8\n        assert a.u\n        for x in a:\n            assert x.{'y' * 40} == 1\n            assert x.z\n    except AssertionError:\n        raise ValueError('no')\n",
        f"    if (\n        len(a) > 8\n        or not a.u\n        or not all(x.{'y' * 40} == 1 and x.z for x in a)\n    ):\n        raise ValueError('no')\n",
    ),
    "a loop before another over lines": (
        f"    try:\n        for x in a:\n            assert x.{'y' * 40} == 1\n            assert x.z\n        assert len(a) <= 8\n    except AssertionError:\n        raise ValueError('no')\n",
        f"    if (\n        not all(x.{'y' * 40} == 1 and x.z for x in a)\n        or len(a) > 8\n    ):\n        raise ValueError('no')\n",
    ),
    "two loops over lines": (
        f"    try:\n        for x in a:\n            assert x.y\n        for u in a.u:\n            assert u.{'y' * 40}\n            assert u.z\n    except AssertionError:\n        raise ValueError('no')\n",
        f"    if not all(x.y for x in a) or not all(\n        u.{'y' * 40} and u.z for u in a.u\n    ):\n        raise ValueError('no')\n",
    ),
    "a long loop": (
        f"    try:\n        for x in a:\n            assert x.{'y' * 40} == 1\n            assert x.{'z' * 20}\n    except AssertionError:\n        raise ValueError('no')\n",
        f"    if not all(\n        x.{'y' * 40} == 1 and x.{'z' * 20}\n        for x in a\n    ):\n        raise ValueError('no')\n",
    ),
    "a loop whose parts fit a line": (
        f"    try:\n        for x in a:\n            assert x.{'y' * 40} == 1\n            assert x.{'z' * 15}\n    except AssertionError:\n        return None\n",
        f"    if not all(\n        x.{'y' * 40} == 1 and x.{'z' * 15} for x in a\n    ):\n        return None\n",
    ),
    "a loop whose name is used on": ("    try:\n        for x in a:\n            assert x.y\n    except AssertionError:\n        return None\n    go(x)\n", None),
    "a loop that does more": ("    try:\n        for x in a:\n            assert x.y\n            go(x)\n    except AssertionError:\n        return None\n", None),
    "with another error, and left": (
        "    try:\n        assert a['x'] == 1\n    except (AssertionError, KeyError):\n        return False\n",
        "    try:\n        if a['x'] != 1:\n            return False\n    except KeyError:\n        return False\n",
    ),
    "with another error, and passed": (
        "    try:\n        x = a.x\n        if x:\n            assert len(x) < 64\n            a.y = x\n    except (AttributeError, AssertionError):\n        pass\n",
        "    try:\n        x = a.x\n        if x and len(x) < 64:\n            a.y = x\n    except AttributeError:\n        pass\n",
    ),
    "a ValueError is caught, too": (
        "    try:\n        assert len(a) == 2\n        return a\n    except (ValueError, AssertionError):\n        raise TypeError('no')\n",
        "    try:\n        if len(a) != 2:\n            raise ValueError\n        return a\n    except ValueError:\n        raise TypeError('no')\n",
    ),
    "a ValueError that says something": (
        "    try:\n        assert len(a) == 2, 'two'\n        return a\n    except (ValueError, AssertionError):\n        raise TypeError('no')\n",
        "    try:\n        if len(a) != 2:\n            raise ValueError('two')\n        return a\n    except ValueError:\n        raise TypeError('no')\n",
    ),
    **{
        f"a ValueError that is told by {told}": (
            f"    try:\n        assert len(a) == 2\n        return a\n    except (ValueError, AssertionError){name}:\n        {told}\n",
            f"    try:\n        if len(a) != 2:\n            raise ValueError(\"expected len(a) == 2\")\n        return a\n    except ValueError{name}:\n        {told}\n",
        )
        for name, told in ((" as e", "g(e)"), ("", "raise"), ("", "g.exception('no')"), ("", "g(exc_info=True)"))
    },
    "what is caught is told": ("    try:\n        assert a\n    except AssertionError as e:\n        print(e)\n", None),
    "more is tried": ("    try:\n        assert a.x\n        a.go()\n    except AssertionError:\n        return\n", None),
    "another assert": (
        "    try:\n        assert a.x\n        a.go()\n        assert a.y\n    except (AssertionError, KeyError):\n        return\n",
        None,
    ),
    "a call that may be meant": (
        "    try:\n        check(a)\n        assert a.x\n    except (AssertionError, KeyError):\n        return\n",
        None,
    ),
    "passed, with more below": (
        "    try:\n        if a:\n            assert a.x\n            a.y = 1\n        a.z = 2\n    except (AssertionError, KeyError):\n        pass\n",
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), CAUGHT.values(), ids=CAUGHT)
def test_an_assert_whose_failure_is_caught(bench: Any, before: str, after: str | None) -> None:
    code = f"def f(a):\n{before}    go(a)\n"
    assert "ERR-001" in bench.rules(code)
    offers = [each for each in bench.offers(code) if each.rule == "ERR-001"]
    assert [each.text for each in offers] == ([f"def f(a):\n{after}    go(a)\n"] if after else [])
    assert not any(each.safe for each in offers)


@pytest.mark.parametrize(("before", "after"), HANDLERS.values(), ids=HANDLERS)
def test_handlers(bench: Any, before: str, after: str) -> None:
    code = "import logging\n{}\n\ndef store_all(a):\n    try:\n        a.send()\n    except Exception:\n        {}\n"
    made = "\nlogger = logging.getLogger(__name__)\n"
    offer, *others = bench.offers(code.format("", before))
    assert offer.text == code.format(made, after)
    assert [each.text for each in others] == ([] if "#" in after else [code.format(made, f"{after}\n        raise")])


def test_a_loop_goes_on_and_the_modules_logger_is_used(bench: Any) -> None:
    code = (
        "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef f(all):\n    for each in all:\n        try:\n"
        "            each.send()\n        except Exception:\n            {}continue\n"
    )
    (offer,) = bench.offers(code.format(""))
    assert offer.text == code.format('logger.exception("error in f")\n            ')


def test_a_handler_on_one_line_stays(bench: Any) -> None:
    code = "def f(a):\n    try:\n        a.send()\n    except Exception: pass\n"
    assert bench.rules(code)
    assert bench.offers(code) == []


@pytest.mark.parametrize(
    ("caught", "after"), [("except:", "except Exception:"), ("except :  # 1", "except Exception :  # 1")]
)
def test_a_handler_of_everything_lets_the_end_of_the_program_through(bench: Any, caught: str, after: str) -> None:
    code = "import logging\n\nlog = logging.getLogger()\n\n\ndef f(a):\n    try:\n        a()\n    {}\n        {}\n"
    offers = [offer.text for offer in bench.offers(code.format(caught, "pass"))]
    assert offers[0] == code.format(after, 'log.exception("error in f")')
    both = code.format(f"except Exception:\n        b()\n    {caught}", "pass")
    assert f"\n    {caught}\n        log.exception" in bench.offers(both)[0].text


@pytest.mark.parametrize("does", ["pass", "return", "continue"])
def test_what_logs_ends_its_lines_as_the_rest_does(bench: Any, does: str) -> None:
    code = (
        "import logging\r\n\r\n\r\ndef f(a):\r\n\tfor each in a:\r\n\t\ttry:\r\n\t\t\teach()\r\n"
        f"\t\texcept Exception:\r\n\t\t\t{does}\r\n"
    )
    offers = bench.offers(code)
    assert offers
    for offer in offers:
        assert offer.text.count("\n") == offer.text.count("\r\n") >= code.count("\n")


TRIED = "\n\ndef f(a):\n    try:\n        {}\n    except Exception:\n        pass\n"
LOGGERS = {
    "of any name": ("import logging\n\nPUMP = logging.getLogger('pump')\n", "PUMP.exception("),
    "by another import": ("from logging import getLogger\n\nLG = getLogger()\n", "LG.exception("),
    "of another library": ("from loguru import logger\n", "logger.exception("),
    "a logarithm": ("from math import log\n", "logger = logging.getLogger(__name__)\n"),
    "nobody knows what": ("from pumps import log\n", None),
    "the word is taken": ("import logging\n\nlogger = Loads()\n", None),
}


@pytest.mark.parametrize(("head", "said"), LOGGERS.values(), ids=LOGGERS)
def test_the_logger_of_the_module(bench: Any, head: str, said: str | None) -> None:
    texts = [each.text for each in bench.offers(head + TRIED.format("a.send()")) if "Log the error" in each.title]
    assert all(said in text for text in texts) if said else texts == []
    assert bool(texts) is bool(said)


def test_the_logger_that_the_function_writes_to(bench: Any) -> None:
    code = "import logging\n\n\ndef f(a):\n    APP_LOG = made(a)\n    try:\n        a.go()\n    except Exception:\n        pass\n    APP_LOG.info('x')\n"
    assert "        APP_LOG.exception('error in f')\n" in bench.offers(code)[0].text


def test_a_logger_that_what_is_tried_makes_is_not_counted_on(bench: Any) -> None:
    code = "def f(a):\n    try:\n        log = made(a)\n        log.info('x')\n    except Exception:\n        pass\n"
    assert bench.rules(code)
    assert bench.offers(code) == []


SAID = {
    "a call": ("self.peer.send(1)", "peer.send() failed"),
    "a call that is given another's answer": ("self.peer.send(read(a))", "peer.send() or read() failed"),
    "a variable's": ("a.send()", "error in f"),
    "a variable's whose name tells": ("reply = a\n        reply.close(1)", "reply.close() failed"),
    "a variable that is called": ("closer = a\n        closer()", "closer() failed"),
    "one that does not tell": ("fun = a\n        fun()", "error in f"),
    "what a call gives is asked": ("peer().name", "peer().name failed"),
    "an entry of it": ("peer()[1]", "error in f"),
    "a list's": ("self.all.append(parsed(a))", "parsed() failed"),
    "a log": ('send(1)\n        log.info("sent")', "send() failed"),
    "nothing that fails": ("self.all.append(a)", "error in f"),
    "two": ("data = read(a)\n        self.send(data)", "read() or send() failed"),
    "many": ("one()\n        two()\n        three()", "error in f"),
}


@pytest.mark.parametrize(("tried", "said"), SAID.values(), ids=SAID)
def test_a_log_says_what_failed(bench: Any, tried: str, said: str) -> None:
    code = f"import logging\n\nlog = logging.getLogger(__name__)\n{TRIED.format(tried)}"
    offer, *_ = bench.offers(code)
    assert f'log.exception("{said}")' in offer.text


def test_a_log_is_quoted_as_other_texts_are(bench: Any) -> None:
    code = "import logging\n\nlog = logging.getLogger(__name__)\n" + TRIED.format("a['x'].send('y')")
    assert "log.exception('send() failed')" in bench.offers(code)[0].text


def test_a_note_to_log_goes_with_the_log_and_others_stay(bench: Any) -> None:
    code = "import logging\n\nlog = logging.getLogger(__name__)\n\n\ndef f(all):\n    for a in all:\n        try:\n            a.go()\n        except Exception:\n{}            {}continue\n"
    offer, *_ = bench.offers(code.format("            # TODO Log it\n", ""))
    assert offer.text == code.format("", 'log.exception("error in f")\n            ')
    offer, *_ = bench.offers(code.format("            # TODO: retry\n", ""))
    assert offer.text == code.format("            # TODO: retry\n", 'log.exception("error in f")\n            ')


HEADS = {
    "no import": ("", "import logging\n\nlogger = logging.getLogger(__name__)\n\n\n"),
    "a docstring": ('"""Pumps."""\n\n', '"""Pumps."""\n\nimport logging\n\nlogger = logging.getLogger(__name__)\n\n\n'),
    "code below": ("import os\nX = 1\n\n\n", "import logging\nimport os\n\nlogger = logging.getLogger(__name__)\n\nX = 1\n\n\n"),
    "imports that are tried": (
        "import os\n\ntry:\n    import a\nexcept ImportError:\n    a = None\n\n\n",
        "import logging\nimport os\n\ntry:\n    import a\nexcept ImportError:\n    a = None\n\nlogger = logging.getLogger(__name__)\n\n\n",
    ),
    "the names of the module": (
        "import os\n\n__all__ = ['f']\n\n\n",
        "import logging\nimport os\n\n__all__ = ['f']\n\nlogger = logging.getLogger(__name__)\n\n\n",
    ),
    "one import behind": ("import zlib\n\n\n", "import logging\nimport zlib\n\nlogger = logging.getLogger(__name__)\n\n\n"),
}  # fmt: skip


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(("before", "after"), HEADS.values(), ids=HEADS)
def test_a_logger_stands_below_the_imports(before: str, after: str, ending: str) -> None:
    lines = Document.of(f"{before}def f():\n".replace("\n", ending)).lines
    edits = add_to_head(lines, [Import("logging")], [Assignment("logger", "logging.getLogger(__name__)")])
    document = Document.of("".join(lines))
    for edit in sorted(edits, key=lambda each: each.span)[::-1]:  # of two in one place the first comes first
        document, _ = document.edited(edit)
    assert document.text == f"{after}def f():\n".replace("\n", ending)


def test_a_logger_does_not_rest_on_what_a_function_imports(bench: Any) -> None:
    tried = "        try:\n            a()\n        except Exception:\n            pass\n"
    offer, *_ = bench.offers(f"def f(a):\n    import logging\n\n    def g():\n{tried}\n    return g\n")
    assert offer.text.startswith("import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef f(a):\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (" #pylint: disable=W0702", " Exception: # pylint: disable=W0703"),
        ("  # pylint: disable=bare-except", " Exception:  # pylint: disable=broad-except"),
        ("  # noqa: E722", " Exception:"),
        ("  # noqa", " Exception:  # noqa"),
    ],
)
def test_a_comment_on_a_handler_of_everything_fits_the_narrowed_one(bench: Any, before: str, after: str) -> None:
    code = "import logging\n\nlog = logging.getLogger(__name__)\n\n\ndef f(a):\n    try:\n        send(a)\n    except{}\n        {}\n"
    offer, *_ = bench.offers(code.format(f":{before}", "pass"))
    assert offer.text == code.format(after, 'log.exception("send() failed")')
