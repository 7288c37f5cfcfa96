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
    "another thing is looked for later": (
        "    subprocess.run(['dcmconv', path])\n    told(path)\n    return path.exists()",
        "    subprocess.run(['dcmconv', path], check=True)\n    told(path)\n    return path.exists()",
    ),
}
LEFT = {
    "only the start is caught": "    try:\n        subprocess.run(['dcmconv', path])\n    except OSError:\n        told(path)",
    "at last": "    try:\n        told(path)\n    finally:\n        subprocess.run(['dcmconv', path])",
    "after an error": "    try:\n        told(path)\n    except OSError:\n        subprocess.run(['dcmconv', path])",
    "none to end": "    subprocess.run(['/usr/bin/pkill', path])",
    "its file is looked for": (
        "    subprocess.call(['dcm2niix', path])\n    if not path.exists():\n        raise ValueError(list(path.parent))"
    ),
    "its file is looked for below": (
        "    if told:\n        subprocess.run(['dcm2niix', path])\n    out = path / 'a'\n    return os.path.isfile(out)"
    ),
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


NOTED = {
    "another way follows": (
        "    try:\n        return path.read()\n    except Exception:\n        pass\n    return told(path)",
        '        logger.debug("path.read() failed", exc_info=True)',
    ),
    "a comment says why": (
        "    try:\n        path.send()\n    except Exception:\n        # it is there already, then\n        pass",
        '        logger.debug("path.send() failed", exc_info=True)',
    ),
    "a comment above the condition": (
        "    # Sending may fail for many reasons,\n    # which is no matter.\n    if told:\n"
        "        try:\n            path.send()\n        except Exception:\n            pass",
        '            logger.debug("path.send() failed", exc_info=True)',
    ),
    "an import, and what it is for": (
        "    try:\n        import pump\n\n        pump.send(len(path))\n    except Exception:\n        pass",
        '        logger.debug("pump.send() failed", exc_info=True)',
    ),
}
NOTED["a score that is asked for"] = (
    "    if path is None:\n        try:\n            path = told()\n        except Exception:\n            pass\n"
    "    return path is not None",
    '            logger.debug("told() failed", exc_info=True)',
)
NOTED["what was nothing before stays so"] = (
    "    rate = None\n    if told:\n        try:\n            head = read(path)\n            rate = head.rate\n"
    "        except Exception:\n            pass\n    return path.resampled(rate)",
    '            logger.debug("read() failed", exc_info=True)',
)
NOTED["what was asked for nothing"] = (
    "    if told is None:\n        try:\n            told = read(path)\n        except Exception:\n            pass\n"
    "    return path.resampled(told)",
    '            logger.debug("read() failed", exc_info=True)',
)
NOTED["a comment above the condition, and another within"] = (
    "    # Sending may fail for many reasons,\n    # which is no matter.\n    if told:\n"
    "        try:\n            # Is it sent now, then?\n            path.send()\n        except Exception:\n            pass",
    '            logger.debug("path.send() failed", exc_info=True)',
)
NOTED["a peer that is closed"] = (
    "    try:\n        path.close()\n    except Exception:\n        pass",
    '        logger.debug("path.close() failed", exc_info=True)',
)
NOTED["a file that is taken away"] = (
    "    try:\n        os.remove(path[0])\n    except Exception:\n        pass",
    '        logger.debug("os.remove() failed", exc_info=True)',
)
NOTED["a method that tells enough"] = (
    "    try:\n        path.SetInput(None)\n    except Exception:\n        # gone already, then\n        pass",
    '        logger.debug("SetInput() failed", exc_info=True)',
)
NOTED["a program whose output is read"] = (
    "    try:\n        path.check_call(told, stdout=path.PIPE)\n    except Exception:\n        # no gunzip, then\n        pass",
    '        logger.debug("check_call() failed", exc_info=True)',
)
NOTED["what falls back"] = (
    '    try:\n        found = os.stat(path)\n        found.get("size", 0)\n'
    "    except Exception:\n        # gone already, then\n        pass",
    '        logger.debug("os.stat() failed", exc_info=True)',
)
UNNOTED = {
    "whether it is a number": "    try:\n        float(path)\n        path = '*'\n    except Exception:\n        pass",
    "an import": "    try:\n        import pump\n    except Exception:\n        pass",
    "within a handler": "    try:\n        told()\n    except OSError:\n        # gone anyway, then\n        try:\n            path.close()\n        except Exception:\n            # gone anyway, then\n            pass",
}
LOGS = "import os\n\nfrom .log import logger\n\n\ndef f(path, told):\n"


@pytest.mark.parametrize(("before", "after"), NOTED.values(), ids=NOTED)
def test_what_is_passed_over_on_purpose_is_noted(bench: Any, before: str, after: str) -> None:
    last = "\n" + before.splitlines()[-1] if "return" in before.splitlines()[-1] else ""
    body = before.removesuffix(last)
    expected = body[: body.rindex("\n") + 1] + after + last
    assert offered(bench, f"{LOGS}{before}\n", "ERR-002") == [f"{LOGS}{expected}\n"]


@pytest.mark.parametrize("before", UNNOTED.values(), ids=UNNOTED)
def test_what_asks_is_not_noted(bench: Any, before: str) -> None:
    assert offered(bench, f"{LOGS}{before}\n", "ERR-002") == []


def test_an_attribute_that_may_be_missing_is_none_that_is_probed(bench: Any) -> None:
    code = "    try:\n        found = path.send()\n        told = getattr(found, told, None)\n    except Exception:\n        pass\n"
    first, *_ = offered(bench, LOGS + code, "ERR-002")
    assert first == LOGS + code.replace("        pass", '        logger.exception("path.send() failed")')
    named = code.replace("path.send()", "path.send_all()")
    assert offered(bench, LOGS + named, "ERR-002")[0].count("send_all() failed") == 1
    assert offered(bench, LOGS + code.replace(", None)", ")"), "ERR-002") == []


def test_what_moves_when_it_is_closed_is_no_cleaning_up(bench: Any) -> None:
    code = "    try:\n        path.valve.close()\n    except Exception:\n        pass\n"
    first, *_ = offered(bench, LOGS + code, "ERR-002")
    assert first == LOGS + code.replace("        pass", '        logger.exception("valve.close() failed")')


def test_what_was_suppressed_is_logged(bench: Any) -> None:
    top = "import contextlib\n\nfrom .log import logger\n\n\ndef f(path):\n"
    block = "    with contextlib.suppress(Exception):\n        path.send()\n    return path\n"
    after = '    try:\n        path.send()\n    except Exception:\n        logger.warning("path.send() failed", exc_info=True)\n    return path\n'
    assert offered(bench, top + block, "ERR-011") == [top + after]
    closed, told = block.replace("send", "close"), after.replace("send", "close").replace("warning", "debug")
    assert offered(bench, top + closed, "ERR-011") == [top + told]
    way, note = (
        block.replace("path.send", "return path.send"),
        after.replace("        path.send", "        return path.send"),
    )
    assert offered(bench, top + way, "ERR-011") == [top + note.replace("warning", "debug")]
    assert offered(bench, top + block.replace("Exception):", "Exception):  # gone"), "ERR-011") == []
    assert offered(bench, top + "    with contextlib.suppress(Exception): path.send()\n", "ERR-011") == []


def test_what_was_printed_is_logged(bench: Any) -> None:
    top = "import traceback\n\nfrom .log import logger\n\n\ndef f(path):\n    try:\n        path.send()\n    except OSError:\n"
    assert offered(bench, f"{top}        traceback.print_exc()\n        raise\n", "LOG-014") == [
        f'{top}        logger.exception("path.send() failed")\n        raise\n'
    ]
    assert offered(bench, f"{top}        print('no')\n        traceback.print_exc()\n", "LOG-014") == []
    assert offered(bench, "import traceback\n\n\ndef f():\n    traceback.print_exc()\n", "LOG-014") == []
    shell = top.replace("    try:", "    # the console prints an error, too\n    try:")
    assert offered(bench, f"{shell}        traceback.print_exc()\n", "LOG-014") == []


TOLD_OTHERWISE = {
    "printed": "def f(path):\n    try:\n        path.send()\n    except Exception:\n        pass\n    print('sent')\n",
    "printed in the main part": "if __name__ == '__main__':\n    try:\n        path.send()\n    except Exception:\n        pass\n    print('sent')\n",
    "noted by a module of the package's own": (
        "from . import util\n\n\ndef f(path):\n    util.debug('sends')\n    try:\n        path.send()\n"
        "    except Exception:\n        pass\n"
    ),
}


@pytest.mark.parametrize("code", TOLD_OTHERWISE.values(), ids=TOLD_OTHERWISE)
def test_no_logger_is_made_where_something_else_tells(bench: Any, code: str) -> None:
    assert offered(bench, code, "ERR-002") == []


def test_a_logger_that_is_there_logs_beside_what_is_printed(bench: Any) -> None:
    code = LOGS + "    print('sends')\n    try:\n        path.send()\n    except Exception:\n        pass\n"
    assert offered(bench, code, "ERR-002")


def test_a_module_that_logs_by_the_root_logger_does_so_still(bench: Any) -> None:
    code = "import logging\n\n\ndef f(path):\n    logging.info('sends')\n    try:\n        path.send()\n    except Exception:\n        {}\n"
    assert offered(bench, code.format("pass"), "ERR-002")[0] == code.format("logging.exception('path.send() failed')")
