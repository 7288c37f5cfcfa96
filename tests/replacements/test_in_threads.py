"""What blocks the event loop is handed to a thread; what cannot be awaited there stays."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

TOP = "import asyncio\nimport subprocess\nimport time\n\nimport requests\n\n\nasync def f(x, url):\n    "
HANDED = {
    "a call": ("return requests.get(url, timeout=5)", "return await asyncio.to_thread(requests.get, url, timeout=5)"),
    "asked further": (
        "return requests.get(url, timeout=5).json()",
        "return (await asyncio.to_thread(requests.get, url, timeout=5)).json()",
    ),
    "given on": ("go(input())", "go(await asyncio.to_thread(input))"),
    "over lines": (
        "r = requests.post(\n        url,\n        timeout=5,\n    )\n    return r",
        "r = await asyncio.to_thread(\n        requests.post,\n        url,\n        timeout=5,\n    )\n    return r",
    ),
    "a sleep": ("time.sleep(2 * x)", "await asyncio.sleep(2 * x)"),
    "too long for its line": (
        "return subprocess.run(['/usr/bin/dcmconv', '--verbose', x.path, url.path], check=True, timeout=5)",
        "return await asyncio.to_thread(\n"
        "        subprocess.run, ['/usr/bin/dcmconv', '--verbose', x.path, url.path], check=True, timeout=5\n    )",
    ),
}  # fmt: skip
LEFT = {
    "in a function of its own": "def g():\n        return requests.get(url, timeout=5)\n    return g",
    "in a lambda": "return lambda: time.sleep(1)",
    "in what is asked later": "return (requests.get(each, timeout=5) for each in x)",
    "a stream": "return requests.get(url, stream=True, timeout=5)",
    "spread": "return requests.get(*x, timeout=5)",
}


@pytest.mark.parametrize(("before", "after"), HANDED.values(), ids=HANDED)
def test_it_is_handed_to_a_thread(bench: Any, before: str, after: str) -> None:
    texts = [each.text for each in bench.offers(f"{TOP}{before}\n") if each.rule == "RES-015"]
    assert texts == [f"{TOP}{after}\n"]
    assert "RES-015" not in bench.rules(texts[0])


@pytest.mark.parametrize("before", LEFT.values(), ids=LEFT)
def test_what_nobody_can_await_stays(bench: Any, before: str) -> None:
    assert [each for each in bench.offers(f"{TOP}{before}\n") if each.rule == "RES-015"] == []


def test_others_go_on_meanwhile(bench: Any) -> None:
    code = "import asyncio\nimport time\n\n\nasync def f(told):\n    time.sleep(0.01)\n    told.append('slept')\n"
    (offer,) = (each for each in bench.offers(code) if each.rule == "RES-015")
    assert re.search(r"await asyncio\.sleep\(0\.01\)", offer.text)

    async def both(f: Any, told: list[str]) -> None:
        async def other() -> None:
            await asyncio.sleep(0)
            told.append("other")

        await asyncio.gather(f(told), other())

    said: list[list[str]] = []
    for text in (code, offer.text):
        names: dict[str, Any] = {}
        exec(compile(text, "ward.py", "exec"), names)
        said.append([])
        asyncio.run(both(names["f"], said[-1]))
    assert said == [["slept", "other"], ["other", "slept"]]
