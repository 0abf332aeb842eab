"""What concentration-lib calls upper limits of a mean, as functions of a sample in [0, 1] and of δ."""

from __future__ import annotations

import numpy as np
from concentration_lib import concentration_bounds, empirical_concentration_bounds


def _limit(width):
    def limit(sample, delta):
        sample = np.sort(sample)
        return sample.mean() + width(sample, delta=float(delta), lower_bound=0, upper_bound=1, side="upper")

    return limit


def _hoeffding(sample, **settings):
    return concentration_bounds.hoeffding_bound(len(sample), **settings)


cl_hoeffding = _limit(_hoeffding)
cl_bernstein = _limit(empirical_concentration_bounds.empirical_bernstein_bound)
cl_bentkus = _limit(empirical_concentration_bounds.empirical_bentkus_bound)
cl_student = _limit(empirical_concentration_bounds.empirical_student_bound)
