"""What is wrong with settings as a whole, which stands at no field."""

import msgspec

from engine.verifier.converting import Complaint, Wrong, convert


class Range(msgspec.Struct):
    least: int
    most: int

    def __post_init__(self) -> None:
        if self.least > self.most:
            raise ValueError("The least is more than the most")


def test_what_is_wrong_between_settings_is_said_of_all_of_them() -> None:
    assert convert(Range, {"least": 1, "most": 2}) == Range(1, 2)
    wrong = convert(Range, {"least": 2, "most": 1})
    assert isinstance(wrong, Wrong)
    assert wrong.complaints == [Complaint(None, "The least is more than the most.")]
    assert wrong.rest is None
