"""The page's form for Neovim 0.10 and older, with a stand-in for nvim-lspconfig.

It runs in the Neovim that is here; in an older one by hand, with `OLDER_NVIM` for its path.
"""

from __future__ import annotations

import os
from pathlib import Path

from neovim_desk import MARKS, NVIM, PLUGIN, SETTLED, Desk

pytestmark = MARKS


def test_the_older_form_shows_replaces_and_records(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    program = os.environ.get("OLDER_NVIM", NVIM)
    assert program is not None
    told = desk.run("lspconfig", program=program, how="luafile", PAGE=str(PLUGIN / "README.md"))
    assert "shall" in told["hover"]
    assert SETTLED in (desk.project / "src/pump/update.py").read_text(encoding="utf-8")
    record = (desk.project / "security/deviations/DEV-0001.md").read_text(encoding="utf-8")
    assert record.startswith("---\nid: DEV-0001\n")
    assert told["shown"] is not told["version"].startswith("0.7."), "there a message names it"
