"""What people write under `security/`, read strictly, matched with findings and drafted."""
