"""Templates show data, ask for missing values, and let nothing else happen."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import EvaluationFailed, SourceRefused
from engine.templates import MAX_OUTPUT, compile_template

SCOPE: dict[str, Any] = {
    "contact": {
        "name": "Ana",
        "email": None,
        "tags": ["vip", "new"],
        "fields": {"city": "Vigo", "empty": "", "zero": 0, "__x": 1},
    },
    "message": None,
    "event": {"order": {"items": [{"title": "Hat"}], "total": 10.5, "count": 2, "paid": True}},
    "vars": {"_private": "ok", "n": 1},
    "now": datetime(2026, 7, 2, 22, 30, tzinfo=UTC),
}

SHOWN = [
    ("Hello", "Hello"),
    ("a\n", "a\n"),
    ("Hi {{ contact.name }}!", "Hi Ana!"),
    ("{{ event.order.items[0].title }} {{ event.order.items | length }}", "Hat 1"),
    ("{{ event.order['count'] }}", "2"),
    ("{{ event.order.items }}", '[{"title":"Hat"}]'),
    ("{{ event.order.paid }}", "true"),
    ("{{ vars._private }}", "ok"),
    ("{{ event.order.total * 2 - 1 }}", "20.0"),
    ("{{ -vars.n }}", "-1"),
    ("{{ message.text | default('nothing') }}", "nothing"),
    ("{{ contact.email | default('no mail') }}", "no mail"),
    ("{{ contact.fields.empty | default('none') }}", "none"),
    ("{{ contact.fields.zero | default(5) }}", "0"),
    ("{{ contact.fields.street.number | default('?') }}", "?"),
    ("{% if contact.fields.city == 'Vigo' %}near{% else %}far{% endif %}", "near"),
    ("{% if contact.email is defined %}yes{% elif contact.name %}by name{% endif %}", "by name"),
    ("{{ 'VIP' if 'vip' in contact.tags else 'guest' }}", "VIP"),
    ("{{ 'VIP' if 'gold' in contact.tags }}", ""),
    ("{{ contact.name | upper }} {{ contact.name | lower }} {{ 'a b' | title }}", "ANA ana A B"),
    ("{{ ' éa ' | trim | capitalize }}", "Éa"),
    (
        "{{ contact.tags | join(' + ') }} {{ contact.tags | first }} {{ contact.tags | last }}",
        "vip + new vip new",
    ),
    ("{{ 'abcdef' | truncate(length=4) }}", "abc…"),
    ("{{ 2.567 | round }} {{ 2.567 | round(1) }} {{ 2.5 | fixed }}", "3 2.6 2.50"),
    ("{{ now | date }} {{ now | date('time', 'Europe/Madrid') }}", "2026-07-02 00:30"),
    ("{{ '2026-01-31T10:00:00Z' | date('long') }}", "31 January 2026"),
    ("{{ now.hour }} {{ now.weekday }}", "22 4"),
    ("{# a note #}ok", "ok"),
]


@pytest.mark.parametrize(("source", "text"), SHOWN)
def test_a_template_shows(source: str, text: str) -> None:
    assert compile_template(source).render(SCOPE) == text


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("{{ contact.fields.zip }}", "contact.fields.zip"),
        ("{{ contact.email }}", "contact.email"),
        ("{{ contact.email | upper }}", "contact.email"),
        ("{{ message.text }}", "message.text"),
        ("{{ nobody }}", "nobody"),
        ("{% if contact.fields.vip %}x{% endif %}", "contact.fields.vip"),
        ("{{ contact.fields.a | default('') }}{{ contact.fields.b }}", "contact.fields.b"),
        ("{{ contact.fields.zip + 1 }}", "contact.fields.zip"),
        ("{{ event.order.items[5].title }}", "event.order.items.5.title"),
    ],
)
def test_a_missing_or_null_value_is_named(source: str, name: str) -> None:
    with pytest.raises(EvaluationFailed, match=f"'{name}' has no value"):
        compile_template(source).render(SCOPE)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("{{ contact.name * 3 }}", "mixes kinds of values"),
        ("{{ contact.name < 3 }}", "mixes kinds of values"),
        ("{{ vars.n / 0 }}", "divides by zero"),
        ("{{ contact.name | round }}", "expected form"),
        ("{{ now | date('date', 'Nowhere/At_all') }}", "could not be read"),
        ("{{ now | date('%Y') }}", "no date style '%Y'"),
    ],
)
def test_a_failure_is_a_sentence(source: str, sentence: str) -> None:
    with pytest.raises(EvaluationFailed, match=f"^The template .* failed: .*{sentence}.*\\.$"):
        compile_template(source).render(SCOPE)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("{{ contact.name", "is not closed"),
        ("{% for x in contact.tags %}{% endfor %}", "'For' is not part"),
        ("{% set x = 1 %}", "'Assign' is not part"),
        ("{{ contact.name.upper() }}", "'Call' is not part"),
        ("{{ contact.name[1:] }}", "'Slice' is not part"),
        ("{{ 'a' ~ 'b' }}", "'Concat' is not part"),
        ("{{ contact.name | replace('a', 'b') }}", "no filter 'replace'"),
        ("{{ contact.name | truncate(1, 2) }}", "does not take these arguments"),
        ("{% if vars.n is odd %}x{% endif %}", "no test 'odd'"),
        ("{{ contact.__class__ }}", "begins with '__'"),
        ("{{ '\\ud800' }}", "cannot be stored"),
        ("a\0b", "cannot be stored"),
        ("x" * 4097, "longer than 4096"),
        ("{{ 1 / 0 }}", "divides by zero"),
    ],
)
def test_a_source_is_refused_with_a_reason(source: str, sentence: str) -> None:
    with pytest.raises(SourceRefused, match=f"^The template .*{sentence}.*\\.$"):
        compile_template(source)


def test_a_template_knows_the_names_it_reads() -> None:
    template = compile_template(
        "{% if vars.a %}{{ event.items[0]['t'] | default(contact.name) }}{% endif %}{{ now }}"
    )
    assert template.names == {"vars.a", "event.items.0.t", "contact.name", "now"}
    assert not template.is_constant


@pytest.mark.parametrize("source", ["", "Hello", "{{ 'a' | upper }}", "{% if true %}x{% endif %}"])
def test_a_template_without_names_is_constant(source: str) -> None:
    assert compile_template(source).is_constant


def test_a_text_of_the_largest_size_passes_and_one_more_fails() -> None:
    template = compile_template("{{ vars.text }}")
    assert len(template.render({"vars": {"text": "x" * MAX_OUTPUT}})) == MAX_OUTPUT
    with pytest.raises(EvaluationFailed, match="longer than 4096"):
        template.render({"vars": {"text": "x" * (MAX_OUTPUT + 1)}})


@given(st.text(max_size=200))
def test_what_a_contact_wrote_arrives_as_written(name: str) -> None:
    assert compile_template("{{ contact.name }}").render({"contact": {"name": name}}) == name


@pytest.mark.parametrize("name", ["{{7*7}}", "{% if 1 %}", "<b>&amp;", "{{ contact.__class__ }}"])
def test_a_contact_s_text_is_never_a_template(name: str) -> None:
    assert (
        compile_template("Hi {{ contact.name | trim }}").render({"contact": {"name": name}}) == f"Hi {name}"
    )


NASTY = 'Ann", "admin": true, "x": "'


@pytest.mark.parametrize(
    ("escape", "source", "text"),
    [
        ("json", '{"name": "{{ contact.name }}"}', '{"name": "Ann\\", \\"admin\\": true, \\"x\\": \\""}'),
        ("json", '{"n": {{ vars.n }}, "ok": {{ vars.ok }}}', '{"n": 1.5, "ok": true}'),
        ("json", '{"cart": {{ vars.cart }}}', '{"cart": [{"sku":"a\\"b"}]}'),
        ("json", '{"up": "{{ contact.name | upper }}"}', '{"up": "ANN\\", \\"ADMIN\\": TRUE, \\"X\\": \\""}'),
        ("json", "{{ 'é\n' }}", "é\\n"),
        ("url", "https://x.test/{{ vars.way }}?q={{ vars.q }}", "https://x.test/..%2F%3Fa?q=a%26b%3D%C3%A9"),
    ],
)
def test_values_cannot_leave_the_place_where_they_stand(escape: Any, source: str, text: str) -> None:
    scope = {
        "contact": {"name": NASTY},
        "vars": {"n": 1.5, "ok": True, "cart": [{"sku": 'a"b'}], "way": "../?a", "q": "a&b=é"},
    }
    assert compile_template(source, escape).render(scope) == text
