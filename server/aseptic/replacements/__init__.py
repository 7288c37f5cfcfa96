"""A finding to edits that mend it. Pure: nothing here reads a file, runs code or knows a detector."""
