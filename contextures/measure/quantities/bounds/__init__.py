"""How the symbols of chapter 5.1 are measured."""
