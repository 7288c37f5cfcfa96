"""The project's own modules: where they lie, and what each brings to those that import it. None of them is run."""
