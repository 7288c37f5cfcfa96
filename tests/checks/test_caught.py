"""What counts as an error that was caught, and what says no more than its author wrote."""

from __future__ import annotations

import pytest
from declaring import banned, lines

DETECT = banned("m.f", when="{0: {caught: true}}")


def is_found(value: str, kind: str = "OSError", above: str = "pass") -> bool:
    body = f"    try:\n        m.g()\n    except {kind} as e:\n        {above}\n        m.f({value})\n"
    return lines(DETECT, f"import m, sqlite3, traceback\ndef h(a):\n{body}") != []


@pytest.mark.parametrize(
    "value",
    [
        "e",
        "str(e)",
        "repr(e)",
        "e.args",
        "e.args[0]",
        "f'no: {e}'",
        "'no: ' + str(e)",
        "'no: %s' % e",
        "'no: {}'.format(e)",
        "{'error': str(e)}",
        "dict(error=str(e))",
        "(str(e), 500)",
        "[a, e]",
        "a or str(e)",
        "traceback.format_exc()",
        "''.join(traceback.format_exception(e))",
    ],
)
def test_what_tells_of_an_error_is_found(value: str) -> None:
    assert is_found(value)


@pytest.mark.parametrize("value", ["'no'", "str(a)", "type(e).__name__", "len(str(e))", "e.errno", "log(e)", "{e: 1}"])
def test_what_tells_nothing_of_it_is_not(value: str) -> None:
    assert not is_found(value)


def test_it_is_followed_through_a_name() -> None:
    assert is_found("text", above="text = str(e)")
    assert not is_found("text", above="text = 'no'")


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("Exception", True),
        ("sqlite3.Error", True),
        ("(OSError, ValueError)", True),
        ("Own", False),
        ("m.Own", False),
        ("(OSError, Own)", False),
    ],
)
def test_a_class_of_the_project_says_what_the_project_wrote(kind: str, found: bool) -> None:
    assert is_found("str(e)", kind) is found


@pytest.mark.parametrize(
    ("decorator", "found"),
    [
        ("@a.errorhandler(Exception)", True),
        ("@a.exception_handler(ValueError)", True),
        ("@a.errorhandler(404)", False),
        ("@a.errorhandler(Own)", False),
        ("@a.route('/')", False),
    ],
)
def test_a_handler_of_errors_is_given_one(decorator: str, found: bool) -> None:
    code = f"import m\n{decorator}\ndef h(e):\n    m.f(str(e))\n"
    assert (lines(DETECT, code) != []) is found


def test_a_name_is_an_error_within_its_handler_alone() -> None:
    code = "import m\ndef h(e):\n    m.f(e)\n    try:\n        m.g()\n    except OSError as e:\n        pass\n"
    assert lines(DETECT, code) == []
