"""What a person has the server do."""
