"""The yardsticks of the engine alone: pgbench storing 100 step rows in each transaction, on one connection, as fast as Postgres takes them.

One sends a statement for each row, all of a transaction in one pipeline; the other sends one statement that makes all of them up.
"""

import re
import subprocess
import tempfile

import asyncpg

from storage.embedded import PROGRAMS

ROWS = 100
SECONDS = 5
# The step's own columns and its index, in a table without partitions; what goes in and comes out is what the bench's flow has.
MAKE = "CREATE TABLE bulk.step (LIKE public.flow_execution_step_default INCLUDING ALL)"
INSERT = "INSERT INTO bulk.step (execution_id, n, visit, node_id, node_type, status, port, input, output, started_at, finished_at)"
VALUES = """:first::bigint + {k} / 6, {k} % 6, {k} % 6, 'greeting', 'set_variable', 'Completed', 'out',
  '{{"name":"greeting","value":"Hi Customer, you wrote 20 words: HELLO FROM THE BENCH","expression": null}}',
  '{{"variables":{{"greeting":"Hi Customer, you wrote 20 words: HELLO FROM THE BENCH"}}}}', now(), now()"""
FIRST = "\\set first random(1, 1000000000000)\n"
A_STATEMENT_A_ROW = "\n".join(
    (
        FIRST,
        "\\startpipeline\nBEGIN;",
        *(f"{INSERT} VALUES ({VALUES.format(k=k)}) ON CONFLICT DO NOTHING;" for k in range(ROWS)),
        "COMMIT;\n\\endpipeline",
    )
)
ONE_STATEMENT = (
    f"{FIRST}{INSERT} SELECT {VALUES.format(k='k')} FROM generate_series(1, {ROWS}) k ON CONFLICT DO NOTHING;"
)
SCRIPTS = {"a statement a row": A_STATEMENT_A_ROW, "one statement": ONE_STATEMENT}


async def steps_per_second(dsn: str) -> dict[str, float]:
    """Stored rows a second by script."""
    return {name: ROWS * await _transactions_per_second(dsn, script) for name, script in SCRIPTS.items()}


async def _transactions_per_second(dsn: str, script: str) -> float:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("DROP SCHEMA IF EXISTS bulk CASCADE; CREATE SCHEMA bulk")
        await connection.execute(MAKE)
        return _run(dsn, script)
    finally:
        await connection.execute("DROP SCHEMA IF EXISTS bulk CASCADE")
        await connection.close()


def _run(dsn: str, text: str) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(text)
        script.flush()
        options = ["-n", "-M", "prepared", "-c", "1", "-j", "1", "-T", str(SECONDS)]
        done = subprocess.run(
            [str(PROGRAMS / "pgbench"), *options, "-f", script.name, dsn],
            capture_output=True,
            text=True,
            check=False,
        )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if done.returncode or found is None:
        raise RuntimeError(f"pgbench: {done.stderr or done.stdout}")
    return float(found[1])
