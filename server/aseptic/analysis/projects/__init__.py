"""A project at one instant: its settings, its standard and its records, and what is wrong with each."""
