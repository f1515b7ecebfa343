"""Limits of WhatsApp hold for what is surely sent, and what is cut stays a template."""

import pytest

from engine.limits import cut, least_length, limit_problems
from engine.templates import compile_template


@pytest.mark.parametrize(
    ("source", "length"),
    [
        ("plain", 5),
        ("Hi {{ contact.name }}!", 4),
        ("a{# nobody reads this #}b", 2),
        ("{% if vars.a %}long{% endif %}", 0),
        ("x{% if vars.a %}long{% elif vars.b %}longer{% else %}no{% endif %}", 3),
        ("{{ 'seven' }}{{", 0),
        ("{ 'a': 1 }", 10),
        ("{% for x in y %}a{% endfor %}", 0),
    ],
)
def test_what_is_surely_sent_is_counted(source: str, length: int) -> None:
    assert least_length(source) == length


@pytest.mark.parametrize(
    ("source", "limit", "left"),
    [
        ("Hello there", 7, "Hello t"),
        ("Hello there", 6, "Hello"),
        ("Hi {{ contact.name }}, hello", 10, "Hi"),
        ("Hi {{ contact.name }}, hello", 20, "Hi"),
        ("Hi {{ contact.name }}, hello", 21, "Hi {{ contact.name }}"),
        ("Hi {{ contact.name }}, hello", 4, "Hi"),
        ("{{ contact.name }}", 5, ""),
        ("{{ a | default('}}') }} more", 20, ""),
        ("a {% if vars.a %}b{% endif %} c", 20, "a"),
        ("a {% if vars.a %}b{% endif %} c", 29, "a {% if vars.a %}b{% endif %}"),
        ("a {% if b %}{% if c %}d{% endif %}e{% endif %}", 34, "a"),
        ("a {# a note #} b", 8, "a"),
    ],
)
def test_a_cut_never_breaks_a_template(source: str, limit: int, left: str) -> None:
    assert cut(source, limit) == left
    compile_template(left)


def test_the_words_around_variables_count_and_are_shortened() -> None:
    source = "{{ contact.name }}, " + "x" * 30
    assert [*limit_problems("text", source, 40)] == []
    ((field, sentence, mended),) = limit_problems("text", source, 25)
    assert (field, sentence) == ("text", "This is too long: at most 25 characters.")
    assert (mended.label, mended.value) == ("Shorten to 25 characters", "{{ contact.name }}, xxxxx")


def test_nothing_is_offered_where_nothing_would_be_left() -> None:
    source = "{{ contact.name | default('you') }}" + "x" * 30
    assert [len(problem) for problem in limit_problems("text", source, 20)] == [2]
