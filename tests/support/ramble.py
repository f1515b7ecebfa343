"""`just ramble`: the random walk through the editor of tests/browser/test_undo.py, as long as you like and with a seed of yours."""

import argparse
import os
import random
import sys
from pathlib import Path

import pytest

TEST = "tests/browser/test_undo.py::test_must_whatever_was_done_at_random_is_undone_redone_and_saved"


def main() -> None:
    """Say which walk it is, and take it."""
    parser = argparse.ArgumentParser(prog="just ramble", description=__doc__)
    parser.add_argument("--seconds", type=float, default=180, help="length of the walk")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(10**6), help="the same seed: the same choices"
    )
    given = parser.parse_args()
    print(f"{given.seconds:g} s, seed {given.seed}", flush=True)
    os.environ |= {"PARLEY_RAMBLE_SECONDS": str(given.seconds), "PARLEY_RAMBLE_SEED": str(given.seed)}
    os.chdir(Path(__file__).parents[2])
    sys.exit(pytest.main(["-q", TEST]))


if __name__ == "__main__":
    main()
