"""Spectrally transformed kernel regression (STKR): transforms, Gram matrices, solvers, estimators and their study."""
