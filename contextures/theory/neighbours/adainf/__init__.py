"""Chapter 7.2: real and generated data (Wang, Zhang, Wang 2024)."""

from __future__ import annotations

from contextures.theory.neighbours.adainf import inflation, spectra

STATEMENTS = (
    inflation.TOTAL_VARIATION,
    spectra.SPECTRUM,
    spectra.SPECTRUM_SHARP,
    inflation.INFLATED_ERROR,
    spectra.CONNECTIVITY,
    spectra.STRONGER,
    spectra.STRONGER_SHARP,
)
