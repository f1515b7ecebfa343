"""What becomes of a call that fails: its pauses, its time, and whose room it shares."""

from typing import Annotated, Any

import msgspec
import pytest

from engine.fields import Text, hint
from engine.node import Node
from engine.outside import OutsideContext, OutsideNode, policy_of
from engine.plan import DOTS, node_input, secrets_of
from engine.retry import LONGEST_ASKED, LONGEST_TIMEOUT, Retry


@pytest.mark.parametrize(
    ("attempt", "asked", "chance", "seconds"),
    [
        (1, 0, 1, 2),
        (1, 0, 0, 1),
        (2, 0, 1, 4),
        (5, 0, 1, 32),
        (9, 0, 1, 300),
        (5_000, 0, 1, 300),
        (1, 45, 1, 45),
        (9, 45, 1, 300),
        (1, -5, 1, 2),
        (1, 365 * 86_400, 0, LONGEST_ASKED),
        (1, float("inf"), 1, 2),
        (1, float("nan"), 1, 2),
    ],
)
def test_pauses_double_up_to_the_longest_and_are_never_shorter_than_the_vendor_asks(
    attempt: int, asked: float, chance: float, seconds: float
) -> None:
    assert Retry().pause(attempt, asked, chance) == seconds


@pytest.mark.parametrize(
    ("config", "vendor"),
    [
        ({"url": "https://API.example.com/x?y=1"}, "api.example.com"),
        ({"url": " http://[::1]:80/"}, "::1"),
        ({"url": "not an address"}, "not an address"),
        ({"url": ""}, "call"),
        ({"url": "https://[broken"}, "https://[broken"),
        ({"url": "\0\ud800"}, "?"),
        ({"url": "x" * 5000}, "x" * 100),
    ],
)
def test_calls_to_one_host_share_their_room(config: dict[str, Any], vendor: str) -> None:
    assert policy_of(_call(**config)).vendor == vendor


def test_the_form_says_how_long_and_how_often_else_the_class_does() -> None:
    policy = policy_of(_call(timeout=5, retry={"attempts": 7}))
    assert (policy.timeout, policy.retry.attempts) == (5, 7)
    policy = policy_of(_call())
    assert (policy.timeout, policy.retry.attempts) == (30, 3)
    policy = policy_of(Plain())
    assert (policy.timeout, policy.retry.attempts, policy.vendor) == (LONGEST_TIMEOUT, 1, "Plain Inc")


def test_fields_that_are_called_like_ours_are_left_alone() -> None:
    policy = policy_of(Own(retry="never", timeout=5, vendor="a field"))
    assert (policy.timeout, policy.retry, policy.vendor) == (30, Retry(), "a field")


@pytest.mark.parametrize(
    "config",
    [{"timeout": 601}, {"timeout": 0}, {"retry": {"longestPause": 86_401}}, {"retry": {"attempts": 0}}],
)
def test_times_and_attempts_have_limits(config: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        _call(**config)


def test_secrets_print_as_dots() -> None:
    node, names = _call(token="hush"), (("url", "url"), ("token", "token"))
    assert secrets_of(Call) == {"token"}
    assert msgspec.json.decode(node_input(node, names, secrets_of(Call))) == {"url": "", "token": DOTS}
    assert "hush" in node_input(node, names)


class Call(OutsideNode, tag="call", kw_only=True):
    """Calls."""

    vendor_from = "url"
    url: str = ""
    token: Annotated[Text | None, hint("Token", widget="secret")] = None

    async def run(self, ctx: OutsideContext) -> str:
        return "out"


class Plain(Node, tag="plain"):
    """Calls, with values of its class."""

    vendor, default_retry, default_timeout = "Plain Inc", Retry(attempts=1), 3e9

    async def run(self, ctx: OutsideContext) -> str:
        return "out"


class Own(Node, tag="own"):
    """Has fields called like ours."""

    retry: str
    timeout: int
    vendor: str  # type: ignore[misc]

    async def run(self, ctx: OutsideContext) -> str:
        return "out"


def _call(**config: Any) -> Call:
    return msgspec.convert({"$tag": "call", **config}, Call)
