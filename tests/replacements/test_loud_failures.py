"""What failed unseen, told: programs, errors that were suppressed or printed."""

from __future__ import annotations

from typing import Any

import pytest

CHECKED = {
    "a list": ("    subprocess.run(['dcmconv', path])", "    subprocess.run(['dcmconv', path], check=True)"),
    "a call": ("    subprocess.call(['dcmconv', path])", "    subprocess.check_call(['dcmconv', path])"),
    "caught": (
        "    try:\n        subprocess.run(['dcmconv', path])\n    except Exception as error:\n        told(error)",
        "    try:\n        subprocess.run(['dcmconv', path], check=True)\n    except Exception as error:\n        told(error)",
    ),
}
LEFT = {
    "only the start is caught": "    try:\n        subprocess.run(['dcmconv', path])\n    except OSError:\n        told(path)",
    "at last": "    try:\n        told(path)\n    finally:\n        subprocess.run(['dcmconv', path])",
    "after an error": "    try:\n        told(path)\n    except OSError:\n        subprocess.run(['dcmconv', path])",
    "none to end": "    subprocess.run(['/usr/bin/pkill', path])",
    "spread": "    subprocess.run(['dcmconv', path], **told)",
}  # fmt: skip
HEAD = "import subprocess\n\n\ndef f(path, told):\n"


def offered(bench: Any, text: str, rule: str) -> list[str]:
    return [offer.text for offer in bench.offers(text) if offer.rule == rule]


@pytest.mark.parametrize(("before", "after"), CHECKED.values(), ids=CHECKED)
def test_a_program_is_checked(bench: Any, before: str, after: str) -> None:
    assert offered(bench, f"{HEAD}{before}\n", "ERR-009") == [f"{HEAD}{after}\n"]


@pytest.mark.parametrize("before", LEFT.values(), ids=LEFT)
def test_a_program_is_left(bench: Any, before: str) -> None:
    assert offered(bench, f"{HEAD}{before}\n", "ERR-009") == []


def test_what_is_done_at_the_end_goes_on(bench: Any) -> None:
    code = "import subprocess\n\n\ndef tear_down(path):\n    subprocess.run(['umount', path])\n"
    assert offered(bench, code, "ERR-009") == []


def test_fields_that_somebody_wants_are_taken(bench: Any) -> None:
    top = "from pydantic import BaseModel, ConfigDict\n\n\nclass Order(BaseModel):\n"
    why = "    # vendors add their own\n"
    assert offered(bench, f'{top}    model_config = ConfigDict(extra="allow")\n', "VAL-018")
    assert offered(bench, f'{top}{why}    model_config = ConfigDict(extra="allow")\n', "VAL-018") == []
