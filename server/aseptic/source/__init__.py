"""Text as values: documents, chunks, names and front matter. This room knows no rule and reads no file."""
