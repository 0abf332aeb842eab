"""How the objectives of chapter 2 are measured."""
