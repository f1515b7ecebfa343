"""A node package of somebody else, installed by standing on PYTHONPATH: one node with every kind of field and no form hint."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from parley import Context, Duration, Node, Text


class Parcel(Struct, rename="camel", forbid_unknown_fields=True):
    """One parcel."""

    name: str
    weight_kg: Annotated[float, Meta(gt=0, le=500)] = 1.0


class Address(Struct, rename="camel", forbid_unknown_fields=True):
    """Where it goes."""

    street: str
    city: str = ""


class FromShop(Struct, tag_field="type", tag="from_shop", rename="camel", forbid_unknown_fields=True):
    """The courier fetches the parcels in a shop."""

    shop_number: int = 1


class FromHome(Struct, tag_field="type", tag="from_home", rename="camel", forbid_unknown_fields=True):
    """The courier fetches the parcels at the contact's door."""

    doorbell: str = ""


class BookDelivery(Node, tag="acme.book_delivery"):
    """Book a courier and keep the booking in `booking`."""

    group, ports = "Acme", ("booked", "failed")
    reference: Text
    address: Address
    pickup: FromShop | FromHome
    courier: Literal["bike", "car", "van"] = "bike"
    boxes: Annotated[int, Meta(ge=1, le=40)] = 1
    fragile: bool = False
    labels: list[str] = field(default_factory=list)
    parcels: Annotated[list[Parcel], Meta(max_length=5)] = field(default_factory=list)
    phone: Annotated[str, Meta(min_length=3)] | None = None
    patience: Duration | None = None
    headers: dict[str, Text] = field(default_factory=dict)

    def run(self, ctx: Context) -> str:
        """Keep what was booked."""
        ctx.set("booking", {"reference": self.reference, "headers": self.headers, "boxes": self.boxes})
        return "booked"


NODES = (BookDelivery,)
