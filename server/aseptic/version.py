"""The version, in one place: the package, the status, the reports and the wheel read it here."""

__version__ = "0.1.0"
