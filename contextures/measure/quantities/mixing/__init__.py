"""How the symbols of chapter 4 are measured."""
