"""Suprema and infima: primal and dual witnesses, decided exactly."""
