"""A node package installed by standing on PYTHONPATH: it books at the ledger, with the effect's idempotency key."""

import httpx

from parley import Context, Node, RateLimited, Text, Unavailable

PATIENCE = 3.0  # seconds


class Book(Node, tag="chaos.book"):
    """Book at the ledger and keep the number it gives in `booking`."""

    group, ports, writes = "Chaos", ("booked", "failed"), ("booking",)
    default_timeout = 4.0  # seconds; short, so that a call of a killed worker is soon made by another
    url: Text
    reference: Text

    async def run(self, ctx: Context) -> str:
        """Call once; the ledger gives the same number to the same key."""
        try:
            async with httpx.AsyncClient(timeout=PATIENCE, verify=False, trust_env=False) as client:
                headers = {"idempotency-key": ctx.key}  # type: ignore[attr-defined]
                answer = await client.post(self.url, json={"reference": self.reference}, headers=headers)
        except httpx.HTTPError as error:
            raise Unavailable(f"The ledger gave no answer: {error!r}", sent=True) from error
        if answer.status_code == 429:
            raise RateLimited("The ledger wants a pause.", float(answer.headers["retry-after"]))
        if answer.is_error:
            raise Unavailable(f"The ledger answered {answer.status_code}.", sent=True)
        ctx.set("booking", answer.json()["number"])
        return "booked"


NODES = (Book,)
