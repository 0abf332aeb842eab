"""How fast it is, measured against named baselines in the same run, with one BLAS thread where nothing else is said."""

import os

THREADS = [f"{library}_NUM_THREADS" for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "BLIS")]
"""What sets the number of threads of a library, when NumPy is imported."""

for _variable in THREADS:
    os.environ.setdefault(_variable, "1")
