"""Logs are JSON, one line each, with the ids of what they are about; those of libraries too."""

import json
import subprocess
import sys

PROGRAM = """
import logging
import structlog
from api.logs import configure_logs

configure_logs()
with structlog.contextvars.bound_contextvars(execution_id=7):
    structlog.get_logger().warning("send_unknown", reason="no answer")
    logging.getLogger("some.library").error("It %s", "broke")
    try:
        1 / 0
    except ZeroDivisionError:
        structlog.get_logger().exception("lane_broke")
logging.getLogger("some.library").info("chatter")
"""

UNREAD = """
import sys
import structlog
from api.logs import configure_logs

configure_logs()
sys.stderr.close()
structlog.get_logger().error("nobody reads this")
print("goes on")
"""


def test_every_line_is_json_and_knows_its_execution() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in ended.stderr.splitlines()]
    assert [(line["event"], line["level"], line["execution_id"]) for line in lines] == [
        ("send_unknown", "warning", 7),
        ("It broke", "error", 7),
        ("lane_broke", "error", 7),
    ]
    assert lines[0]["reason"] == "no answer"
    assert lines[1]["logger"] == "some.library"
    assert "ZeroDivisionError" in lines[2]["exception"]


def test_a_line_that_cannot_be_written_stops_nothing() -> None:
    ended = subprocess.run([sys.executable, "-c", UNREAD], capture_output=True, text=True, check=True)
    assert ended.stdout == "goes on\n"
