"""What `parley serve` leaves behind when it is told to stop: nothing."""

from pathlib import Path

import psutil
from running import running


def test_stopping_the_server_stops_the_runtime_and_postgres(tmp_path: Path) -> None:
    with running(tmp_path) as product:
        assert product.url
        postmaster = int((tmp_path / "data/postgres/postmaster.pid").read_text().split()[0])
        children = [child.pid for child in psutil.Process().children(recursive=True)]
    assert children
    assert not [pid for pid in (postmaster, *children) if lives(pid)]


def lives(pid: int) -> bool:
    """Whether the process runs; one that ended and that nobody has reaped does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
