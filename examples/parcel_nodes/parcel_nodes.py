"""A node for Parley: finds the parcel number in a text, as every post office of the world writes them (UPU S10)."""

import re

from parley import Context, Node, Text

NUMBER = re.compile(r"\b([A-Z]{2}) ?((?:[0-9] ?){8})([0-9]) ?([A-Z]{2})\b")
WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
SERVICES = {
    "C": "parcel",
    "E": "express",
    "L": "tracked letter",
    "R": "registered letter",
    "V": "insured letter",
}


class FindParcel(Node, tag="acme.find_parcel"):
    """Find a parcel number in a text and keep it in `parcel`; take `missing` when there is none."""

    group, ports, writes = "Delivery", ("found", "missing"), ("parcel",)
    number: Text

    def run(self, ctx: Context) -> str:
        """Keep the first number whose check digit is right."""
        for service, serial, digit, country in NUMBER.findall(self.number.upper()):
            serial = serial.replace(" ", "")
            if check_digit(serial) == int(digit):
                kind = SERVICES.get(service[0], "other")
                ctx.set(
                    "parcel",
                    {"number": service + serial + digit + country, "service": kind, "country": country},
                )
                return "found"
        return "missing"


def check_digit(serial: str) -> int:
    """The ninth digit of an S10 number, from the eight before it."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(serial, WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


NODES = (FindParcel,)
