"""Chapter 2: objectives that learn the contexture."""

from __future__ import annotations

from contextures.theory.objectives.averaged import (
    AVERAGE_ENCODER,
    DENOISING_AUTOENCODER,
    SPECTRAL_CONTRASTIVE,
    SPECTRAL_NONCONTRASTIVE,
)
from contextures.theory.objectives.general import CROSS_MODAL, KISE, SCALING, SVME
from contextures.theory.objectives.graphs import GRAPH_NODES, LAPLACIAN_EIGENMAPS
from contextures.theory.objectives.supervised import (
    DISTILLATION,
    NEURAL_COLLAPSE,
    NEXT_TOKEN,
    SUPERVISED_BALANCED,
    SUPERVISED_ONEHOT,
    SUPERVISED_REGRESSION,
)

STATEMENTS = (
    SUPERVISED_ONEHOT,
    SUPERVISED_BALANCED,
    SUPERVISED_REGRESSION,
    NEURAL_COLLAPSE,
    AVERAGE_ENCODER,
    SPECTRAL_CONTRASTIVE,
    SPECTRAL_NONCONTRASTIVE,
    DENOISING_AUTOENCODER,
    GRAPH_NODES,
    NEXT_TOKEN,
    DISTILLATION,
    SVME,
    KISE,
    CROSS_MODAL,
    LAPLACIAN_EIGENMAPS,
    SCALING,
)
