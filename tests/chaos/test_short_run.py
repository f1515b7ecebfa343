"""A short `just chaos`: real processes are hurt in every way while people write, and nothing is lost, doubled or out of order."""

import shutil
import tempfile
from pathlib import Path

from chaos.run import Options, run
from chaos.telling import tell, tell_violations

KINDS = {
    "worker killed",
    "worker stopped",
    "workers rolled",
    "web killed",
    "web stopped",
    "redis flushed",
    "redis killed",
}


def test_every_promise_is_kept_while_everything_is_hurt() -> None:
    options = Options(seconds=13.0, seed=4, workers=2, webs=2, contacts=15, pace=1.1)
    folder = Path(tempfile.mkdtemp(prefix="parley-chaos-"))  # a short path; kept when the test fails
    result = run(folder, options)
    words = "\n".join([*tell(result), *tell_violations(result), f"To look: {folder}"])
    assert not result.verdict.violations, words
    assert min(result.verdict.messages, result.verdict.bookings) > 0, words
    assert result.faults.keys() >= KINDS, words
    assert any(kind.startswith("postgres") for kind in result.faults), words
    shutil.rmtree(folder, ignore_errors=True)
