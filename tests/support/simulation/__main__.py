"""Run the simulation for as long as you like: `just simulate-engine --seeds 10000`, or one seed again: `--replay SEED`."""

import argparse
import secrets
import sys
import time

from simulation.world import World


def main() -> int:
    """Run seeds until there are no more, or until one fails; answers the exit code."""
    parser = argparse.ArgumentParser(prog="just simulate-engine", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1_000, help="how many to run")
    parser.add_argument("--first", default=None, help="where to begin: a number; a random place unless given")
    parser.add_argument(
        "--replay", default=None, metavar="SEED", help="run this one and print all that happens"
    )
    options = parser.parse_args()
    if options.replay is not None:
        return _replay(options.replay)
    first = int(options.first) if options.first is not None else secrets.randbelow(10**9)
    return _run(range(first, first + options.seeds))


def _replay(seed: str) -> int:
    world = World(seed)
    failures = world.run()
    print("\n".join(world.trace))
    print(*failures or ["Nothing went wrong."], sep="\n")
    return bool(failures)


def _run(seeds: range) -> int:
    started, simulated, points = time.monotonic(), 0.0, 0
    for done, seed in enumerate(seeds, 1):
        world = World(str(seed))
        if failures := world.run():
            print(f"Seed {seed} fails. See all of it with: just simulate-engine --replay {seed}")
            print(*failures, sep="\n")
            return 1
        simulated += world.time()
        points += world.points
        if done % 100 == 0:
            print(f"{done} seeds, {time.monotonic() - started:.0f} s")
    print(
        f"{len(seeds)} seeds from {seeds.start} on: nothing went wrong in {simulated / 3600:,.0f} simulated hours"
        f" with {points:,} places where a fault could strike."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
