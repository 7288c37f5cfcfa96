"""Statements rewritten: asserts that raise, handlers that log."""

from __future__ import annotations

from typing import Any

import pytest

ASSERTS = {
    "a right": ("assert user.may_release", 'if not user.may_release:\n        raise PermissionError("expected user.may_release")'),
    "a message": ("assert user.may_release, f'no {user}'", "if not user.may_release:\n        raise PermissionError(f'no {user}')"),
    "not": ("assert not user.is_locked, 'locked'", "if user.is_locked:\n        raise PermissionError('locked')"),
    "and": (
        "assert (user.may_release and user.is_staff), 'no'",
        "if not (user.may_release and user.is_staff):\n        raise PermissionError('no')",
    ),
    "a limit": ("assert 0 < rate <= 500, 'rate'", "if not 0 < rate <= 500:\n        raise ValueError('rate')"),
    "one side": ("assert rate <= 500, 'rate'  # ml/h", "if not rate <= 500:\n        raise ValueError('rate')  # ml/h"),
    "in": ("assert user.role in can_read, 'no'", "if user.role not in can_read:\n        raise PermissionError('no')"),
    "or": ("assert user.may_release or rate is None, 'no'", "if not user.may_release and rate is not None:\n        raise PermissionError('no')"),
    "or with not": ("assert not (user.may_release and rate) or rate > 1", 'if (user.may_release and rate) and not rate > 1:\n        raise PermissionError("expected not (user.may_release and rate) or rate > 1")'),
    "a length": ("assert len(rate) <= 64", 'if len(rate) > 64:\n        raise ValueError("expected len(rate) <= 64")'),
    "a row": (
        "assert isinstance(rate, int)\n    assert rate <= 500, 'rate'",
        'if not isinstance(rate, int):\n        raise TypeError("expected isinstance(rate, int)")\n'
        "    if not rate <= 500:\n        raise ValueError('rate')",
    ),
    "brackets over lines": (
        "assert all(\n        each <= 500 for each in rate\n    ), 'rate'",
        "if not all(\n        each <= 500 for each in rate\n    ):\n        raise ValueError('rate')",
    ),
    "over lines, denied on one": ("assert (\n        user.may_release\n    ) or rate is None", None),
    "allowed by a name": ("assert rate in allowed_rates", 'if rate not in allowed_rates:\n        raise ValueError("expected rate in allowed_rates")'),
    "over lines": ("assert (\n        user.may_release\n        and user.is_staff\n    )", None),
    "behind another": ("a = 1; assert user.may_release", None),
    "a comment within": ("assert (  # why\n        user.may_release)", None),
}  # fmt: skip
HANDLERS = {
    "pass": ("pass", 'logging.getLogger(__name__).exception("error in store_all")'),
    "a comment": ("pass  # rare", 'logging.getLogger(__name__).exception("error in store_all")  # rare'),
}


@pytest.mark.parametrize(("before", "after"), ASSERTS.values(), ids=ASSERTS)
def test_asserts(bench: Any, before: str, after: str | None) -> None:
    top = "def f(user, rate, can_read):\n    "
    offers = [offer for offer in bench.offers(f"{top}{before}\n    go(rate)\n") if offer.rule == "ERR-001"]
    assert [offer.text for offer in offers] == ([f"{top}{after}\n    go(rate)\n"] if after else [])
    assert not any(offer.safe for offer in offers)


def test_line_ends_and_tabs_are_kept(bench: Any) -> None:
    code = "def f(user):\r\n\tassert user.may_release, 'no'\r\n\tgo()\r\n"
    (offer,) = bench.offers(code)
    assert offer.text == "def f(user):\r\n\tif not user.may_release:\r\n\t\traise PermissionError('no')\r\n\tgo()\r\n"


def test_an_assert_whose_failure_is_caught_raises_the_same(bench: Any) -> None:
    code = "def f(user):\n    try:\n        {}\n    except AssertionError:\n        return\n    go()\n"
    (offer,) = bench.offers(code.format("assert user.may_release, 'no'"))
    assert offer.text == code.format("if not user.may_release:\n            raise AssertionError('no')")
    assert offer.safe
    (unlike,) = bench.offers(code.format("assert user.may_release == 1, 'no'"))
    assert not unlike.safe
    two = code.format("assert user.may_release, 'no'\n        go()\n        assert user.name")
    assert bench.rules(two)
    assert bench.offers(two) == []


@pytest.mark.parametrize(("before", "after"), HANDLERS.values(), ids=HANDLERS)
def test_handlers(bench: Any, before: str, after: str) -> None:
    code = "import logging\n\n\ndef store_all(a):\n    try:\n        a.send()\n    except Exception:\n        {}\n"
    offer, *others = bench.offers(code.format(before))
    assert offer.text == code.format(after)
    assert [each.text for each in others] == ([] if "#" in after else [code.format(f"{after}\n        raise")])


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
