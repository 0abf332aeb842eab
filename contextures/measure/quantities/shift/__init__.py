"""How the risks and learners of chapter 6 are measured."""
