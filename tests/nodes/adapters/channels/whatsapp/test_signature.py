"""A webhook is Meta's only when its raw bytes are signed with the app secret."""

import pytest

from nodes.adapters.channels.whatsapp.signature import sign, verify

VECTORS = [
    ("secret", b"test", "sha256=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914"),
    (
        "It's a Secret to Everybody",
        b"Hello, World!",
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    ),
]


@pytest.mark.parametrize(("secret", "raw", "header"), VECTORS)
def test_published_vectors(secret: str, raw: bytes, header: str) -> None:
    assert sign(secret, raw) == header
    assert verify(secret, raw, header)


def test_escapes_are_signed_as_they_came() -> None:
    escaped = rb'{"body":"caf\u00e9 \ud83d\ude42"}'
    assert verify("secret", escaped, sign("secret", escaped))
    assert not verify("secret", '{"body":"café 🙂"}'.encode(), sign("secret", escaped))


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        "sha1=abc",
        "é",
        "0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914",
        sign("other", b"test"),
        sign("secret", b"tesu"),
    ],
)
def test_anything_else_does_not_verify(header: str | None) -> None:
    assert not verify("secret", b"test", header)


def test_an_empty_secret_never_verifies() -> None:
    assert not verify("", b"test", sign("", b"test"))
