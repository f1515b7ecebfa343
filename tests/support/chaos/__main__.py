"""`just chaos`: hurts real processes under load and exits with 1 when a promise was broken; the folder then has everything."""

import argparse
import random
import shutil
import sys
import tempfile
from pathlib import Path

from chaos.run import Options, run
from chaos.telling import tell, tell_violations


def main() -> None:
    """Run, tell, and keep the folder when there is something to look at."""
    given = _given()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="parley-chaos-"))
    folder.mkdir(parents=True, exist_ok=True)
    print(f"In {folder}, seed {given.seed}", flush=True)
    options = Options(given.seconds, given.seed, given.workers, given.webs, given.contacts, given.pace)
    result = run(folder, options)
    lines = [*tell(result), *tell_violations(result)]
    (folder / "report.txt").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))
    if result.verdict.violations:
        sys.exit(
            f"Promises were broken. To look: {folder} (ledger.jsonl, conversations.json, faults.json, logs, database)."
        )
    if given.folder is None:
        shutil.rmtree(folder, ignore_errors=True)


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="just chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="length of the load")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(10**6), help="the same seed: the same bad luck"
    )
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--webs", type=int, default=2, help="web servers")
    parser.add_argument("--contacts", type=int, default=60, help="people who talk at the same time")
    parser.add_argument("--pace", type=float, default=2, help="mean seconds between two faults")
    parser.add_argument(
        "--folder", type=Path, help="where to work; kept (else a temporary one, kept on failure)"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
