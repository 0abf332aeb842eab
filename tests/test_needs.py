"""What a claim reads: a quantity's fields follow from its symbol, so that a claim of one's own is given all of them."""

from __future__ import annotations

import contextlib
import dataclasses
from fractions import Fraction

import numpy as np
import pytest

import contextures
from contextures import Claim, Part, catalogue
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.domain import DOMAINS, MeasuredDomain
from contextures.theory.catalogue import Catalogue
from contextures.theory.symbols.contexts import correlation
from contextures.theory.symbols.mixing import MIXING
from contextures.theory.symbols.shift import GROUPS, SHIFT, chi_square_risk, cvar, smallest_loss
from contextures.theory.symbols.vocabulary import Vocabulary
from contextures.verify.search.draws import supply_of

EVERY = {domain.name: domain for domain in DOMAINS.values()}


@pytest.mark.filterwarnings("ignore:invalid value|divide by zero:RuntimeWarning")
@pytest.mark.parametrize("domain", EVERY.values(), ids=EVERY)
def test_each_symbol_alone_is_given_what_it_reads(domain: MeasuredDomain) -> None:
    supply, rng = supply_of(domain), np.random.default_rng(0)
    for name, quantity in domain.quantities.items():
        family = supply.families[0]
        for sizes in (supply.modest_sizes(rng, family), supply.sizes(rng, family)):
            batch, world = supply.draw(rng, family, 3, sizes, domain.reads([name]))
        assert quantity(world) is not None
        if quantity.cost == 1:
            with contextlib.suppress(UndefinedError, NotCertifiable):  # no value there, but no field missing either
                assert quantity(domain.world.of_instance(batch.instance(0))) is not None


@pytest.mark.parametrize(
    ("vocabulary", "part", "verdict"),
    [
        (SHIFT, Part("mean", smallest_loss, "<=", cvar), "refuted"),
        (GROUPS, Part("mean", smallest_loss, "<=", cvar), "unrefuted"),
        (MIXING, Part("size", correlation, "<=", 1), "unrefuted"),
    ],
    ids=lambda value: value.chapter if isinstance(value, Vocabulary) else "",
)
def test_a_claim_of_ones_own_is_given_its_fields(vocabulary: Vocabulary, part: Part, verdict: str) -> None:
    """The mean is no bound where nothing keeps the level at or below 1."""
    mine = dataclasses.replace(
        catalogue["contexts.unit-interval"],
        id="mine.guess",
        vocabulary=vocabulary,
        printed=Claim("?", "?", (part,)),
        uses=(),
    )
    (result,) = contextures.verify(statements=Catalogue([mine]), instances=4000).results
    assert result.verdict == verdict
    assert all(Fraction(document["instance"]["alpha"]) > 1 for document in result.certificates().values())


def test_the_level_is_read_from_where_the_domain_has_it() -> None:
    assert DOMAINS["shift"].reads(["cvar"]) == {"losses", "alpha"}
    assert DOMAINS["groups"].reads(["cvar"]) == {"losses", "groups"}
    assert DOMAINS["contexts"].reads(["s"]) == frozenset()
    assert "epsilon" not in DOMAINS["groups"].needs(Claim("?", "?", (Part("ball", cvar, "<=", chi_square_risk),)))


@pytest.mark.parametrize("name", ["cvar_doro", "cvar_in_ball", "chi_square_doro", "cvar", "cvar_dual"])
def test_a_share_of_nothing_has_no_value(name: str) -> None:
    instance = {"law": ["1/2", "1/2"], "losses": [["1", "0"]], "contamination": ["1", "0"], "k": 1}
    settings = {"epsilon": "1", "alpha": "0" if name in ("cvar", "cvar_dual") else "1/2", "rho": "1"}
    domain = DOMAINS["shift"]
    world = domain.world.of_instance(domain.read({**instance, **settings}))
    with pytest.raises(UndefinedError, match="divided by 0"):
        domain.quantities[name](world)
