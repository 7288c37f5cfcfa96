"""Handlers that do nothing because a failure is an answer: nothing is logged there."""

from __future__ import annotations

from typing import Any

import pytest

ANSWERS = {
    "else": "try:\n        x = a.find()\n    except Exception:\n        pass\n    else:\n        a.show(x)",
    "another way": "try:\n        return a.load()\n    except Exception:\n        pass\n    return a.read()",
    "the next of a list": (
        "for each in a:\n        try:\n            x = each.load()\n        except Exception:\n            continue\n"
        "        if x:\n            return x"
    ),
    "while an error is handled": (
        "try:\n        a.load()\n    except OSError:\n        try:\n            a.tell()\n        except Exception:\n"
        "            pass"
    ),
    "a reason above": "# A failure to close is ignored here.\n    try:\n        a.send()\n    except Exception:\n        pass",
    "a reason within": "try:\n        # This can fail elsewhere.\n        a.send()\n    except Exception:\n        pass",
    "not in a list": "try:\n        a.sent.remove(1)\n    except Exception:\n        pass\n    a.send()",
    "another way, deeper": (
        "if a:\n        try:\n            if a.load():\n                return a.send()\n        except Exception:\n            pass\n"
        "    return a.read()"
    ),
    "a pipe that may be shut": "try:\n        a.stdin.close()\n    except Exception:\n        pass\n    a.send()",
    "an attribute": "for each in a:\n        try:\n            x = getattr(a, each)\n        except Exception:\n            continue\n        a.send(x)",
    "what it can do": "x = None\n    try:\n        if hasattr(a, '__draw__'):\n            x = a.__draw__()\n    except Exception:\n        pass\n    a.send(x)",
    "a way to something": "try:\n        x = a.pump.unit.log\n        x.send()\n    except Exception:\n        pass",
    "an order": "try:\n        a.sort()\n    except Exception:\n        pass\n    return a",
    "somebody said no": "try:\n        a.ask()\n    except (Exception, KeyboardInterrupt):\n        pass",
    "a warning": "import warnings\n    try:\n        warnings.warn(a.send())\n    except Exception:\n        pass",
    "there already": "try:\n        os.makedirs(a)\n    except Exception:\n        pass\n    open(a)",
    "not there": "try:\n        del a.sent\n    except Exception:\n        pass\n    a.send()",
}
LOGGED = {
    "a plain answer": "try:\n        return a.load()\n    except Exception:\n        pass\n    return None",
    "else, with a note": "try:\n        x = a.send()\n    except Exception:\n        # TODO log it\n        pass\n    else:\n        a.go(x)",
    "once more": (
        "for _ in range(3):\n        try:\n            a.send()\n        except Exception:\n            continue\n"
        "        break"
    ),
    "a folder that may be there": "try:\n        a.mkdir(exist_ok=True)\n    except Exception:\n        pass",
    "a short way": "try:\n        x = a.pump.log\n        x.send()\n    except Exception:\n        pass",
    "any comment above": "# Send what is due.\n    try:\n        a.send()\n    except Exception:\n        pass",
}  # fmt: skip
TOP = "import logging\n\nlog = logging.getLogger(__name__)\n\n\ndef f(a):\n    "


@pytest.mark.parametrize("code", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_is_not_logged(bench: Any, code: str) -> None:
    offers = [offer.title for offer in bench.offers(f"{TOP}{code}\n")]
    assert [title for title in offers if "Log the error" in title] == []


@pytest.mark.parametrize("code", LOGGED.values(), ids=LOGGED)
def test_an_error_is(bench: Any, code: str) -> None:
    assert any("log.exception(" in offer.text for offer in bench.offers(f"{TOP}{code}\n"))


def test_a_method_without_a_telling_name_is_told_by_its_class(bench: Any) -> None:
    code = "class Link:\n    def __call__(self):\n        try:\n            self.a()\n            self.b()\n            self.c()\n        except Exception:\n            pass\n"
    assert any('.exception("error in Link")' in offer.text for offer in bench.offers(code))


@pytest.mark.parametrize(("name", "logged"), [("do_source", False), ("do_GET", True), ("source", True)])
def test_a_command_of_a_shell_tells_itself(bench: Any, name: str, logged: bool) -> None:
    code = f"def {name}(self):\n    try:\n        self.send()\n    except Exception:\n        return\n"
    assert any("Log the error" in offer.title for offer in bench.offers(code)) is logged
