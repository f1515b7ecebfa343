"""The command line: `parley serve | worker | migrate | check FLOW | simulate FLOW | import FLOW | types`."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from api.logs import configure_logs
from api.settings import read_settings
from engine.errors import ParleyError
from engine.flow import FlowDocument, decode_document
from engine.registry import load_registry
from engine.verifier.check import check


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; mistakes end with a sentence and exit code 1."""
    configure_logs()
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except ParleyError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="parley", description="Visual flow automation for WhatsApp and shop events."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve_command = _command(
        commands, "serve", _serve, "run everything: database, engine, editor, phone simulator"
    )
    serve_command.add_argument(
        "--no-engine", action="store_true", help="only the web server; `parley worker` does the rest"
    )
    worker_command = _command(
        commands, "worker", _work, "run an engine process beside others, on PARLEY_DATABASE_URL"
    )
    worker_command.add_argument(
        "--metrics-port", type=int, help="tell /metrics and /health here, on PARLEY_HOST"
    )
    _command(commands, "migrate", _migrate, "bring the database to the newest shape")
    check_command = _command(commands, "check", _check, "find what is wrong with a flow file")
    check_command.add_argument("flow", type=Path, help="a flow as JSON")
    simulate_command = _command(commands, "simulate", _simulate, "run the tests that a flow file carries")
    simulate_command.add_argument("flow", type=Path, help="a flow as JSON")
    simulate_command.add_argument("--test", metavar="NAME", help="only the test with this name")
    simulate_command.add_argument(
        "--with",
        dest="others",
        metavar="ID=FLOW",
        action="append",
        default=[],
        help="another flow, by the number with which this one starts or calls it; may be repeated",
    )
    import_command = _command(commands, "import", _import, "store a flow file as a draft")
    import_command.add_argument("flow", type=Path, help="a flow as JSON")
    import_command.add_argument("--owner", help="the owner's email; needed when there are several")
    import_command.add_argument("--publish", action="store_true", help="publish it, if it has no errors")
    _command(commands, "types", _types, "write what the editor's types are made from")
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: object, text: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text.capitalize() + ".")
    command.set_defaults(run=run)
    return command


def _serve(options: argparse.Namespace) -> None:
    from api.serve import serve  # the web server's libraries are not loaded for the other commands

    serve(read_settings(os.environ), with_engine=not options.no_engine)


def _work(options: argparse.Namespace) -> None:
    from api.worker import work

    work(read_settings(os.environ), options.metrics_port)


def _migrate(options: argparse.Namespace) -> None:
    from api.database import shared_database
    from storage.migrate import migrate

    with shared_database(read_settings(os.environ)) as dsn:
        asyncio.run(migrate(dsn))
    print("The database is up to date.")


def _check(options: argparse.Namespace) -> None:
    issues = check(_read_flow(options.flow), load_registry())
    for issue in issues:
        place = " ".join(filter(None, (issue.node_id and f"node '{issue.node_id}'", issue.field)))
        print(f"{issue.severity}: {place + ': ' if place else ''}{issue.message} [{issue.code}]")
    if any(issue.severity == "error" for issue in issues):
        sys.exit(1)
    print(f"{options.flow}: no errors.")


def _simulate(options: argparse.Namespace) -> None:
    from api.simulate_command import simulate_command

    sys.exit(simulate_command(options.flow, options.test, options.others))


def _import(options: argparse.Namespace) -> None:
    from api.importing import import_flow

    print(
        asyncio.run(
            import_flow(read_settings(os.environ), _read_flow(options.flow), options.owner, options.publish)
        )
    )


def _types(options: argparse.Namespace) -> None:
    from api.contract import write_contract

    for path in write_contract():
        print(f"Wrote {path}.")


def _read_flow(path: Path) -> FlowDocument:
    try:
        return decode_document(path.read_bytes())
    except OSError as error:
        sys.exit(f"{path} cannot be read: {error.strerror}.")
