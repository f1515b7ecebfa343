"""The proof that the simulation can fail: without any one of its guards the engine is found out."""

import os

import pytest
from simulation.mutations import MUTATIONS, RARE, Mutation
from simulation.world import World

SEEDS = int(os.environ.get("PARLEY_MUTATION_SEEDS", "60"))
"""How many seeds a mutation may survive; `just mutations` gives more, and tries the rare ones too."""
IS_SHORT = "PARLEY_MUTATION_SEEDS" not in os.environ


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_the_simulation_notices_when(mutation: Mutation) -> None:
    if mutation.is_rare and IS_SHORT:
        pytest.skip("It takes hundreds of seeds: `just mutations`.")
    with mutation.applied():
        for seed in range(mutation.seed, mutation.seed + SEEDS):
            if World(str(seed)).run():
                return
    pytest.fail(f"Nothing was noticed in {SEEDS} seeds although {mutation.name}.")


def test_each_guard_is_listed_once() -> None:
    names = [mutation.name for mutation in MUTATIONS]
    assert len(set(names)) == len(names) >= 28
    assert set(names) >= RARE
