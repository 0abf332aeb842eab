"""What is claimed: symbols, claims, statements and the catalogue."""
