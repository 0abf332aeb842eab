"""Hypothesis strategies for property tests of one's own: laws, contexts, encoders, tasks, graphs, groups and losses.

Everything is made of small whole numbers, so that Hypothesis shrinks a counterexample to one that can be checked by
hand. Needs the extra ``strategies``.
"""

from importlib.util import find_spec

from contextures.errors import InputError

if find_spec("hypothesis") is None:
    raise InputError("contextures.strategies needs the extra strategies: pip install 'contextures[strategies]'")
