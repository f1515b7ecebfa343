"""What was measured on; absolute figures mean nothing without it."""

import platform
from pathlib import Path

import asyncpg
import psutil

SETTINGS = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers")


async def facts(dsn: str) -> list[str]:
    """Lines about the machine and its Postgres."""
    connection = await asyncpg.connect(dsn)
    try:
        shown = [f"{name} {await connection.fetchval(f'SHOW {name}')}" for name in SETTINGS]
    finally:
        await connection.close()
    load = psutil.getloadavg()[0]
    return [
        f"{_cpu()}, {psutil.cpu_count()} cores, load before {load:.1f}, Python {platform.python_version()}",
        "Postgres " + ", ".join(shown),
    ]


def _cpu() -> str:
    """The processor's name; Linux tells it in a file."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return (
        next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
        or platform.processor()
    )
