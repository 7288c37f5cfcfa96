"""What is required: rules, the standard they form, and how strictly both are read."""
