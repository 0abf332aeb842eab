"""Instances of a declared domain: fields by name, and what can be computed of them, in floats and exactly."""
