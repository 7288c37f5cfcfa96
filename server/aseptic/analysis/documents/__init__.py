"""One document checked, and checked again after an edit: its chunks' answers, remembered, timed and never mixed up."""
