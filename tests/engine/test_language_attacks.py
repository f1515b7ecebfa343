"""Known attacks on jinja2 and simpleeval end in a refusal, within small memory and time, and hurt nobody."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpora" / "attacks"
MAX_GROWTH_MB = 40

TEMPLATES = [
    "{{ 'a'*3*10**8 }}",
    "{{ 'a'*300000000 }}",
    "{{ 'a'|center(300000000) }}",
    "{{ '%300000000d'|format(1) }}",
    "{{ '%300000000d' % 1 }}",
    "{{ '{:300000000}'.format(1) }}",
    "{{ 'a'|indent(300000000) }}",
    "{{ 'aaaa'|replace('a', 'b'*100) }}",
    "{{ lipsum(n=20000) }}",
    "{% for a in range(2000) %}{% for b in range(2000) %}x{% endfor %}{% endfor %}",
    "{{ 9**(9**9) }}",
    "{{ 9**4000000 }}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% include 'x' %}",
    "{% import 'x' as y %}",
    "{% extends 'x' %}",
    "{% set x = 1 %}",
    "{% call f() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{{ ''|attr('__class__') }}",
    "{{ ''['__class__'] }}",
    "{{ contact['__class__']['__mro__'] }}",
    "{{ contact.fields.clear() }}",
    "{{ contact.fields.x.append(1) }}",
    "{{ contact.fields.x | map('upper') | list }}",
    "{{ cycler }}",
    "{{ self }}",
    "{{ self._TemplateReference__context }}",
    "{{ event.list | join(event.text) }}",
    "{{ event.text }}",
    "{{ event.deep }}{{ event.list }}",
    "{{" + "(" * 4000,
    "{{ " + "not " * 1000 + "1 }}",
    "{{ " + "-" * 4000 + "1 }}",
    "{{ a" + ".a" * 2000 + " }}",
    "{{ 1" + "+1" * 2000 + " }}",
    "{% if 1 %}" * 400,
    "{{ " + "9" * 4000 + " * " + "9" * 50 + " }}",
]

EXPRESSIONS = [
    "9**4000000",
    "9**9**9",
    "(9**64)**64",
    "'a'*10**8",
    "'a'.ljust(3*10**8)",
    "'a'.zfill(3*10**8)",
    "'\\t'.expandtabs(3*10**8)",
    "(1).to_bytes(3*10**8,'big')",
    "'%300000000d' % 1",
    "f'{1:300000000}'",
    "'{:300000000}'.format(1)",
    "'aaaa'.replace('a', 'b'*1000)",
    "vars.d.clear()",
    "vars.d['x'].append(1)",
    "vars.d.update(x=1)",
    "[0]*10**9",
    "[vars.d]*10",
    "event.list + event.list",
    "event.text + event.text",
    "[event.text, event.text]",
    "event.list",
    "lower(event.text)",
    "str(event.deep)",
    "1 << 10**9",
    "1;2",
    "x=1",
    "rand()",
    "lambda: 1",
    "[x for x in event.list]",
    "__import__('os')",
    "().__class__.__bases__",
    "contact.__class__",
    "lower.__globals__",
    "open('/etc/passwd')",
    "matches('a'*10, '(a+)+$')",
    "matches(contact.name, '((a{1000}){1000}){1000}')",
    "-" * 999,
    "-" * 998 + "1",
    "1" + "+1" * 499,
    "(" * 400 + "1" + ")" * 400,
    "[" * 400 + "]" * 400,
    "a" + ".a" * 499,
    "9" * 1000,
    "'\\ud800' + \x00",
]

# Arithmetic is part of the language; these probes of a sandbox only do sums.
SUMS = {"{{7*7}}": "49", "${{7*7}}": "$49", "{{4*4}}[[5*5]]": "16[[5*5]]"}


def outcomes_of(payloads: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """What became of each payload in a process of its own, which must reach the end of the list."""
    run = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("attacked.py"))],
        input=json.dumps(payloads), capture_output=True, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    outcomes = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 0, (
        f"ended after {len(outcomes)} at {payloads[len(outcomes)]}: {run.stderr[-500:]}"
    )
    return outcomes


def corpus() -> list[str]:
    files = sorted(CORPUS.glob("patt_ssti*.txt"))
    if not files:
        pytest.skip("the folder of attack lists is not beside this repository")
    return [line for file in files for line in file.read_text().splitlines() if line.strip()]


def test_attacks_on_templates_are_refused() -> None:
    outcomes = outcomes_of([("template", source) for source in TEMPLATES])
    assert [o["source"] for o in outcomes if o["kind"] == "value"] == []
    assert [o["source"] for o in outcomes if o["grown_mb"] > MAX_GROWTH_MB] == []


def test_attacks_on_expressions_are_refused() -> None:
    outcomes = outcomes_of([("expression", source) for source in EXPRESSIONS])
    assert [o["source"] for o in outcomes if o["kind"] == "value"] == []
    assert [o["source"] for o in outcomes if o["grown_mb"] > MAX_GROWTH_MB] == []


def test_a_corpus_of_template_injections_gives_nothing_away() -> None:
    for outcome in outcomes_of([("template", source) for source in corpus()]):
        source = outcome["source"]
        harmless = SUMS.get(source, source)
        assert outcome["kind"] != "value" or outcome["value"] == harmless, outcome
        assert not outcome.get("mutated")
        assert outcome["grown_mb"] <= MAX_GROWTH_MB, source


def test_the_same_corpus_as_expressions_gives_nothing_away() -> None:
    inner = [line.replace("{{", "").replace("}}", "").strip() for line in corpus()]
    for outcome in outcomes_of([("expression", source) for source in inner]):
        assert outcome["kind"] != "value" or outcome["value"] is None or outcome["source"] == "7*7", outcome
        assert outcome["grown_mb"] <= MAX_GROWTH_MB, outcome["source"]
