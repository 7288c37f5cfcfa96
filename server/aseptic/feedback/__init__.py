"""Snapshot and place to plain answers for the author. No protocol type, no file."""
