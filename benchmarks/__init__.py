"""How fast it is, measured against named baselines in the same run, with one BLAS thread."""

import os

for _library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "BLIS"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"  # read when NumPy is imported
