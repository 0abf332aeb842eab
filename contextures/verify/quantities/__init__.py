"""How each symbol is measured: one or two modules a chapter; `contextures.verify.domain` joins them."""
