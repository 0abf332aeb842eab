"""How the symbols of chapter 3 are measured."""
