"""Models that are loaded from a folder, and are never to be asked for at a hub."""

from __future__ import annotations

from typing import Any

import pytest

LOAD = "import os\nfrom transformers import AutoModel\n\n\ndef load(base, path, **more):\n    {}\n"


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("AutoModel.from_pretrained(os.path.join(base, 'm'))", "(os.path.join(base, 'm'), local_files_only=True)"),
        ("AutoModel.from_pretrained(base / 'm', x=1)", "(base / 'm', x=1, local_files_only=True)"),
        ("AutoModel.from_pretrained(path + '/config.json')", "(path + '/config.json', local_files_only=True)"),
        ("AutoModel.from_pretrained(f'{path}/config.json')", "(f'{path}/config.json', local_files_only=True)"),
        ("AutoModel.from_pretrained(base.model_dir)", "(base.model_dir, local_files_only=True)"),
        (
            "own = os.path.join(base, 'm')\n    AutoModel.from_pretrained(own, **more)",
            "(own, local_files_only=True, **more)",
        ),
    ],
)
def test_a_path_is_looked_at_alone(bench: Any, line: str, after: str) -> None:
    offers = bench.offers(LOAD.format(line))
    assert [each.title for each in offers] == ["Look at local files alone: local_files_only=True"]
    assert after in offers[0].text
    assert not offers[0].safe
    assert "MLM-002" not in bench.rules(offers[0].text)


@pytest.mark.parametrize(
    "line",
    [
        "AutoModel.from_pretrained('clinic/lung')",
        "AutoModel.from_pretrained(base.name)",
        "AutoModel.from_pretrained(path)",
        "AutoModel.from_pretrained(f'{base}/{path}')",
        "AutoModel.from_pretrained(base + '/' + path)",
        "AutoModel.from_pretrained(base + '/lung')",
        "AutoModel.from_pretrained(os.path.join(base, 'm'), local_files_only=False)",
        "if base:\n        path = os.path.join(base, 'm')\n    AutoModel.from_pretrained(path)",
    ],
)
def test_what_may_be_a_name_of_the_hub_is_left(bench: Any, line: str) -> None:
    text = LOAD.format(line)
    assert "MLM-002" in bench.rules(text)
    assert bench.offers(text) == []
