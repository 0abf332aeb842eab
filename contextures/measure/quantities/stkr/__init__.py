"""How the symbols of chapter 5.2 are measured."""
