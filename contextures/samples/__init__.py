"""What a context of samples is: laws, spectra, usefulness, mixtures, and the files that hold them."""
