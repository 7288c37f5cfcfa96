"""Runs the Aseptic that comes with the extension: `python -I -S start.py server`, or any other command of it.

`-I -S` leave nothing on the path but Python's own modules, and `libs` joins them here. So no library of an environment
meets one of ours, whichever Python runs this.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "libs"))

if __name__ == "__main__":
    from aseptic.__main__ import main

    main()
