"""The shipped strategies draw what they promise, and Hypothesis finds and shrinks with them."""

from __future__ import annotations

import re
import subprocess
import sys
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

import contextures as cx
from contextures import Context, InputError, sorts, strategies
from contextures.measure.reading import check_value
from contextures.strategies import contexts, encoders, graphs, joint_laws, losses, ratios, samples, tasks

few = settings(max_examples=60)


@few
@given(joint_laws(max_inputs=4, largest=5))
def test_joint_laws_have_no_empty_line(weights: np.ndarray) -> None:
    assert weights.dtype == np.int64
    assert (weights >= 0).all()
    assert weights.sum(0).all()
    assert weights.sum(1).all()
    assert 2 <= weights.shape[0] <= 4


def spectrum_is(context: Context, property: str) -> bool:
    """Whether a context has a property, by its spectrum and marginals."""
    s = context.singular_values
    n, m = context.shape
    return {
        "any": True,
        "independent": bool((s < 1e-7).all()),
        "identity": n == m and bool(np.allclose(s, 1)),
        "deterministic": bool(((context.joint > 0).sum(1) == 1).all()),
        "symmetric": n == m and bool(np.allclose(context.joint, context.joint.T)),
        "uniform": bool(np.allclose(context.p_x, 1 / n) and np.allclose(context.p_a, 1 / m)),
        "disconnected": bool(abs(s[0] - 1) < 1e-9),
        "low-rank": bool((s[1:] < 1e-7).all()),
        "repeated": bool(np.ptp(s) < 1e-9),
    }[property]


@pytest.mark.parametrize("property", strategies.PROPERTIES)
def test_contexts_have_their_property(property: strategies.Property) -> None:
    @settings(max_examples=40)
    @given(contexts(property))
    def holds(context: Context) -> None:
        assert spectrum_is(context, property)

    holds()


@few
@given(graphs(), st.data())
def test_encoders_and_tasks_fit_their_context(context: Context, data: st.DataObject) -> None:
    encoder = data.draw(encoders(context))
    assert encoder.shape[0] == context.n_x
    assert data.draw(encoders(context, 2)).shape == (context.n_x, 2)
    task = data.draw(tasks(context))
    assert task.shape == (context.n_x,)
    assert np.ptp(task) > 0
    assert cx.ratio_trace(context, encoder) <= context.chi_square + 1e-9


@few
@given(samples(), ratios(), ratios(1, 3, 4), losses(3, -2, 2))
def test_samples_ratios_and_losses(sample: strategies.Sample, x: Fraction, y: Fraction, z: np.ndarray) -> None:
    assert sum(sample.mass) == 1
    assert all(mass > 0 for mass in sample.mass)
    assert set(sample.groups) == set(range(max(sample.groups) + 1))
    assert len(sample.mass) == len(sample.losses) == len(sample.groups)
    assert 0 <= x <= 1 <= y <= 3
    assert all(-2 <= v <= 2 for v in z)


def test_a_false_conjecture_is_found_and_shrunk() -> None:
    found = find(contexts(), lambda c: c.chi_square > c.singular_values[0] ** 2 + 1e-6)
    assert found.shape == (3, 3)


def test_a_true_one_is_not() -> None:
    with pytest.raises(NoSuchExample):
        find(contexts("low-rank"), lambda c: c.chi_square > c.singular_values[0] ** 2 + 1e-6, settings=few)


def test_an_unknown_property_is_named() -> None:
    with pytest.raises(InputError, match="no contexts are called 'odd'; there are any, independent"):
        find(contexts("odd"), lambda c: True)


ONE = Context.from_table([[1, 2]])
WRONG = {
    "min_inputs is 0; a whole number of at least 1": lambda: joint_laws(0, 1),
    "min_inputs is 4 and max_inputs is 3; the former is at most the latter": lambda: joint_laws(4, 3),
    "max_contexts is -1; a whole": lambda: joint_laws(1, 1, 1, -1),
    "largest is 0; a whole": lambda: joint_laws(largest=0),
    "min_inputs is 2.5; a whole": lambda: joint_laws(2.5, 3),
    "min_inputs is 1; a whole number of at least 2": lambda: contexts("identity", 1),
    "min_inputs is 6 and max_inputs is 5": lambda: contexts("any", 6),
    "min_nodes is 7 and max_nodes is 6": lambda: graphs(7),
    "a `Context` is needed, not 3": lambda: encoders(3),
    "dimension is 0; a whole": lambda: encoders(ONE, 0),
    "a `Context` is needed, not None": lambda: tasks(None),
    "the context has one input": lambda: tasks(ONE),
    "least is 2 and most is 1": lambda: ratios(2),
    "largest is True": lambda: ratios(0, 1, True),
    "points is -1; a whole": lambda: losses(-1),
    "least is 7 and most is 6": lambda: losses(2, 7),
    "max_points is 0": lambda: samples(0),
    "max_groups is 0": lambda: samples(3, 0),
}


@pytest.mark.parametrize("message", WRONG)
def test_what_cannot_be_drawn_is_named_at_once(message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        WRONG[message]()


@few
@given(joint_laws(1, 1, 1, 1), contexts("any", 2, 2), tasks(ONE, constant=True), encoders(ONE, 1), losses(1, 3, 3))
def test_the_smallest_can_be_drawn(
    weights: np.ndarray, context: Context, task: np.ndarray, encoder: np.ndarray, z: np.ndarray
) -> None:
    assert weights.shape == (1, 1)
    assert context.n_x == 2
    assert task.shape == (1,)
    assert encoder.shape == (1, 1)
    assert z.tolist() == [3]


def test_its_absence_is_one_sentence() -> None:
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "from contextures import InputError\n"
        "try:\n    import contextures.strategies\nexcept InputError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "contextures.strategies needs the extra strategies: pip install 'contextures[strategies]'\n"
    assert cx.strategies is strategies


def everything() -> cx.Domain:
    """A domain with a field of every sort."""
    return cx.Domain(
        "everything",
        {
            "joint": sorts.law("x", "y"),
            "three": sorts.law("x", "y", "k"),
            "p": sorts.mass("x"),
            "channel": sorts.channel("x", "y"),
            "cost": sorts.weights("x"),
            "w": sorts.graph("x"),
            "f": sorts.values("x", "y"),
            "label": sorts.labels("x", "k"),
            "part": sorts.subset("x"),
            "order": sorts.permutation("x"),
            "v": sorts.unit("x", 2),
            "turn": sorts.orthogonal("x"),
            "a": sorts.symmetric("x"),
            "b": sorts.semidefinite("x"),
            "t": sorts.ratio(0, 1, "left"),
            "n": sorts.count(1, 3),
        },
    )


@few
@given(everything().instances())
def test_instances_are_what_their_sorts_promise(instance: dict[str, Any]) -> None:
    domain = everything()
    assert set(instance) == set(domain.fields)
    labels = len(instance["three"][0][0])
    for name, sort in domain.fields.items():
        check_value(sort, name, instance[name], labels if name == "label" else None)
    assert len(instance["p"]) == len(instance["joint"]) == len(instance["w"])


def test_a_domain_is_needed_for_instances() -> None:
    with pytest.raises(InputError, match="a `Domain` is needed"):
        strategies.instances("a domain")
    with pytest.raises(InputError, match="largest is 0"):
        strategies.instances(everything(), largest=0)
