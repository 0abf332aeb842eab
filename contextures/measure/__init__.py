"""What a symbol is worth: domains, instances, worlds, quantities and suprema, in floats and exactly."""
