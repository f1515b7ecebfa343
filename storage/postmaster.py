"""Tells whether the Postgres that a `postmaster.pid` names is really alive, and clears the files when it is not."""

import logging
import time
from pathlib import Path

import psutil

ORPHAN_SECONDS = 10.0
"""How long backends of a killed postmaster may take to notice and leave."""

log = logging.getLogger(__name__)


def clear_dead_postmaster(cluster: Path) -> None:
    """Remove `postmaster.pid` and the socket's lock if their process is gone, a zombie, or another program by now.

    While they lie there the wheel says "running" and every connection is refused.
    """
    pid_file = cluster / "postmaster.pid"
    if not pid_file.exists() or _is_postmaster(_named_pid(pid_file), cluster):
        return
    _wait_for_orphans(cluster)
    log.warning("Removed '%s': the Postgres it names is gone.", pid_file)
    for named in (pid_file, *cluster.glob(".s.PGSQL.*.lock")):
        named.unlink(missing_ok=True)


def _named_pid(pid_file: Path) -> int:
    first_line = pid_file.read_text().partition("\n")[0].strip()
    return int(first_line) if first_line.isdigit() else 0


def _is_postmaster(pid: int, cluster: Path) -> bool:
    """A live process whose working directory is the cluster: Postgres goes there before it writes the file."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == cluster.resolve()
    except psutil.Error:  # it is gone, or another user's
        return False


def _wait_for_orphans(cluster: Path) -> None:
    """Two servers on one cluster would destroy it, and without the file only this check keeps them apart."""
    deadline = time.monotonic() + ORPHAN_SECONDS
    while orphans := [process for process in psutil.process_iter() if _is_postmaster(process.pid, cluster)]:
        if time.monotonic() > deadline:
            for orphan in orphans:
                orphan.kill()
            deadline = time.monotonic() + ORPHAN_SECONDS
        time.sleep(0.05)
