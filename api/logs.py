"""Structured logs on standard error: one line each, JSON when nobody watches; those of libraries too."""

import logging
import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog

SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
]


class StandardError:
    """Where lines go: standard error as it is at that moment. A line that cannot be written is lost, and nothing else is."""

    def write(self, text: str) -> None:
        """Write, unless whoever read is gone or the disk is full."""
        with suppress(OSError, ValueError):
            sys.stderr.write(text)

    def flush(self) -> None:
        """Bring out what was written."""
        with suppress(OSError, ValueError):
            sys.stderr.flush()


def configure_logs() -> None:
    """Set structlog up for this process, and the standard library's logging to come out the same."""
    is_watched = sys.stderr.isatty()
    last: list[structlog.typing.Processor] = (
        [structlog.dev.set_exc_info, structlog.dev.ConsoleRenderer()]
        if is_watched
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[*SHARED, *last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=cast(TextIO, StandardError())),
    )
    handler = logging.StreamHandler(StandardError())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*SHARED, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
