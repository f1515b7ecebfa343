"""Which IP addresses the outside may not be called on: everything that is not a plain public host."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

IpAddress = IPv4Address | IPv6Address

# `is_global` of Python 3.11 calls these global, though they lead inside or nowhere.
BLOCKED_V4 = (
    IPv4Network("192.0.0.0/24"),  # protocol assignments
    IPv4Network("192.88.99.0/24"),  # 6to4 relays, retired
)
BLOCKED_V6 = (
    IPv6Network("64:ff9b:1::/48"),  # NAT64 for local use
    IPv6Network("fec0::/10"),  # site local, retired
    IPv6Network("5f00::/16"),  # segment routing
)
NAT64 = IPv6Network("64:ff9b::/96")
COMPATIBLE = IPv6Network("::/96")


def is_public(text: str) -> bool:
    """Whether this address, and every IPv4 address wrapped in it, belongs to the public internet."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        return False
    return all(_is_public_itself(each) for each in (address, *_wrapped(address)))


def _is_public_itself(address: IpAddress) -> bool:
    if isinstance(address, IPv4Address):
        blocked = any(address in network for network in BLOCKED_V4)
    elif address.ipv4_mapped is not None or address in NAT64:
        return True  # nothing but a spelling of its IPv4 address, which is checked beside it
    else:
        blocked = any(address in network for network in BLOCKED_V6)
    return address.is_global and not address.is_multicast and not address.is_reserved and not blocked


def _wrapped(address: IpAddress) -> Iterator[IPv4Address]:
    """The IPv4 addresses that traffic to this IPv6 address may end at: mapped, compatible, NAT64, 6to4, Teredo."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address in NAT64 or address in COMPATIBLE:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
