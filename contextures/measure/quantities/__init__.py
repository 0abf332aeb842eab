"""How each symbol is measured: one or two modules a chapter; `contextures.measure.domain` joins them."""
