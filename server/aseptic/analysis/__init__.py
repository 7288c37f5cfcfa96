"""The room where time passes: sessions, memory, settings that change, and whole trees."""
