"""Says in the author's words what is wrong with a template that jinja cannot read."""

import re

# jinja's sentences, which name its own tokens, and ours; the first that matches is said.
_SLIPS = (
    (r"Expected an expression, got 'end of print", "between '{{' and '}}' the variable is missing"),
    (r"unexpected end of template, expected 'end of print", "'{{' is not closed by '}}'"),
    (r"expected token 'end of print statement', got", "between '{{' and '}}' stands more than one value"),
    (r"unexpected 'end of print statement'", "something is missing before '}}'"),
    (r"expected name or number", "after a dot the name is missing"),
    (r"Expected an expression, got 'end of statement", "after '{% if' the condition is missing"),
    (r"Unexpected end of template.*'if'\.", "'{% if … %}' is not ended by '{% endif %}'"),
    (r"Encountered unknown tag '(end\w+|el\w+)'", r"'{% \1 %}' belongs to no '{% if … %}'"),
    (r"Encountered unknown tag '(\w+)'", r"'{% \1 %}' is not part of the template language"),
    (r"unexpected char ['\"]['\"]", "a quotation mark is not closed"),
    (r"unexpected '}'", "'{{' needs a '}}' without a space between"),
)


def in_words(message: str) -> str:
    """The author's sentence for jinja's; its own where we have none."""
    for pattern, words in _SLIPS:
        if found := re.match(pattern, message, re.DOTALL):
            return found.expand(words)
    return f"it does not read as a template: {message}"
