"""Everything in Postgres: tables, migrations, the server that comes along, and the statements of the hot path."""
