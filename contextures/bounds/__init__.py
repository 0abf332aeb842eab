"""The calculator: any bound of the catalogue for given settings, from numbers or from a context."""
