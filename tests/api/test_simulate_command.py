"""`parley simulate` in any CI: what it prints, and the code with which it ends."""

import json
from pathlib import Path
from typing import Any

import pytest
from flow_documents import greeting

from api.cli import main

GOOD = {
    "name": "Greets",
    "contact": {"name": "Eva"},
    "steps": [{"type": "say", "text": "hi"}, {"type": "expect", "text": "Hi Eva", "match": "exact"}],
}
BAD = {
    "name": "Says good day",
    "steps": [{"type": "say", "text": "hi"}, {"type": "expect", "text": "Good day"}],
}


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(["simulate", *arguments])
    return int(ending.value.code or 0)


def flow_file(folder: Path, *tests: dict[str, Any], **parts: Any) -> str:
    path = folder / "flow.json"
    path.write_text(json.dumps(greeting() | {"tests": list(tests)} | parts))
    return str(path)


def test_tests_that_pass_end_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(flow_file(tmp_path, GOOD)) == 0
    out = capsys.readouterr().out
    assert "ok  Greets" in out
    assert "1 test, all ok." in out


def test_a_test_that_fails_says_what_came_and_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(flow_file(tmp_path, GOOD, BAD)) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "ok  Greets"
    assert out[1] == "FAILED  Says good day"
    assert out[2].strip() == "step 2: “Hi Ana” was sent, where “Good day” was expected."
    assert out[3].endswith("2 tests, 1 failed.")


def test_one_test_is_chosen_by_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = flow_file(tmp_path, GOOD, BAD)
    assert run(path, "--test", "Greets") == 0
    assert run(path, "--test", "Says good day") == 1
    assert run(path, "--test", "Sings") == 2
    assert "has no test 'Sings', but 'Greets', 'Says good day'." in capsys.readouterr().err


def test_a_flow_without_tests_is_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(flow_file(tmp_path)) == 0
    assert "no tests." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "not valid JSON"),
        ("[]", "This is not a flow"),
        (json.dumps(greeting() | {"tests": [{"name": "A", "steps": [{"type": "dance"}]}]}), "tests[0].steps[0].type"),
    ],
)  # fmt: skip
def test_an_unusable_file_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, sentence: str
) -> None:
    path = tmp_path / "flow.json"
    path.write_text(content)
    assert run(str(path)) == 2
    assert sentence in capsys.readouterr().err
    assert run(str(tmp_path / "gone.json")) == 2


def test_other_flows_are_brought_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps(greeting("Other")))
    nodes = [
        {"id": "start", "type": "trigger", "config": {"on": {"type": "message_received"}}},
        {"id": "call", "type": "call_flow", "config": {"flow": 7}},
    ]
    edges = [{"id": "e", "source": "start", "target": "call"}]
    path = flow_file(tmp_path, GOOD, nodes=nodes, edges=edges)
    assert run(path) == 1
    assert run(path, "--with", f"7={other}") == 0
    assert run(path, "--with", "seven") == 2
