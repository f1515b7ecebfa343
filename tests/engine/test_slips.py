"""What an author mistypes in a template is told in the author's words, not in jinja's."""

import pytest

from engine.errors import SourceRefused
from engine.slips import in_words
from engine.templates import compile_template


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("Hi {{ }}", "between '{{' and '}}' the variable is missing"),
        ("Hi {{ contact.name", "'{{' is not closed by '}}'"),
        ("Hi {{ contact name }}", "between '{{' and '}}' stands more than one value"),
        ("{{ 1 + }}", "something is missing before '}}'"),
        ("{{ contact. }}", "after a dot the name is missing"),
        ("{% if %}a{% endif %}", "after '{% if' the condition is missing"),
        ("{% if vars.x %}a", "'{% if … %}' is not ended by '{% endif %}'"),
        ("a{% endif %}", "'{% endif %}' belongs to no '{% if … %}'"),
        ("{% shout %}", "'{% shout %}' is not part of the template language"),
        ("{{ 'a }}", "a quotation mark is not closed"),
        ("{{ contact.name } }", "'{{' needs a '}}' without a space between"),
        ("Hi\nyou {{ }}", "in line 2 between '{{' and '}}' the variable is missing"),
    ],
)
def test_a_slip_is_told_in_the_authors_words(source: str, sentence: str) -> None:
    with pytest.raises(SourceRefused) as refused:
        compile_template(source)
    assert str(refused.value).endswith(f"' is refused: {sentence}.")


def test_what_jinja_says_is_kept_where_we_have_no_words() -> None:
    assert in_words("new trouble") == "it does not read as a template: new trouble"
