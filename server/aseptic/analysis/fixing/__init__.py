"""Replacements tried before anybody sees them, and put into a file whole."""
