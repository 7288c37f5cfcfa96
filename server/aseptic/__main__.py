"""`python -m aseptic`."""

from aseptic.cli.main import main

if __name__ == "__main__":
    main(prog_name="aseptic")
