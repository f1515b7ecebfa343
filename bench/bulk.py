"""The yardstick of the engine alone: pgbench, which stores 100 step rows in each transaction, as fast as Postgres takes them."""

import re
import subprocess
import tempfile

import asyncpg

from storage.embedded import PROGRAMS

ROWS = 100
SECONDS = 5
# The step's own columns and its index, in a table without partitions; what goes in and comes out is what the bench's flow has.
MAKE = "CREATE TABLE bulk.step (LIKE public.flow_execution_step_default INCLUDING ALL)"
SCRIPT = f"""\\set first random(1, 1000000000000)
INSERT INTO bulk.step (execution_id, n, visit, node_id, node_type, status, port, input, output, started_at, finished_at)
SELECT :first::bigint + k / 6, k % 6, k % 6, 'greeting', 'set_variable', 'Completed', 'out',
  '{{"name":"greeting","value":"Hi Customer, you wrote 20 words: HELLO FROM THE BENCH","expression": null}}',
  '{{"variables":{{"greeting":"Hi Customer, you wrote 20 words: HELLO FROM THE BENCH"}}}}', now(), now()
FROM generate_series(1, {ROWS}) k ON CONFLICT DO NOTHING;
"""


async def steps_per_second(dsn: str, connections: int = 1) -> float:
    """Stored rows a second over so many connections."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("DROP SCHEMA IF EXISTS bulk CASCADE; CREATE SCHEMA bulk")
        await connection.execute(MAKE)
        return ROWS * _transactions_per_second(dsn, connections)
    finally:
        await connection.execute("DROP SCHEMA IF EXISTS bulk CASCADE")
        await connection.close()


def _transactions_per_second(dsn: str, connections: int) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(SCRIPT)
        script.flush()
        options = ["-n", "-M", "prepared", "-c", str(connections), "-j", str(connections), "-T", str(SECONDS)]
        done = subprocess.run(
            [str(PROGRAMS / "pgbench"), *options, "-f", script.name, dsn],
            capture_output=True,
            text=True,
            check=True,
        )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    assert found is not None, done.stdout
    return float(found[1])
