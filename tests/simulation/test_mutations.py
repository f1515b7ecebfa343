"""The proof that the simulation can fail: without any one of its guards the engine is found out."""

import pytest
from simulation.mutations import MUTATIONS, Mutation
from simulation.world import World

MOST_SEEDS = 1_000
"""How many seeds a mutation may survive, from the one on where it was found out when this was written."""


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_the_simulation_notices_when(mutation: Mutation) -> None:
    with mutation.applied():
        for seed in range(mutation.seed, mutation.seed + MOST_SEEDS):
            if World(str(seed)).run():
                return
    pytest.fail(f"Nothing was noticed in {MOST_SEEDS} seeds although {mutation.name}.")


def test_each_guard_is_listed_once_and_each_seed_is_good_with_all_of_them() -> None:
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS) >= 29
    for seed in sorted({mutation.seed for mutation in MUTATIONS}):
        assert not World(str(seed)).run()
