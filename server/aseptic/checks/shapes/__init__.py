"""Shapes of statements that are a breach whatever they name: each module knows one kind, `table` knows them all."""
