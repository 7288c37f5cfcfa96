"""Deviations as people work with them: drafted, decided, listed, carried over."""
