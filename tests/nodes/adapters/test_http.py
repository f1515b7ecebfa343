"""The client reaches public hosts and the operator's own origins, and nothing else."""

import asyncio
import gzip
import os
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from nodes.adapters.http import AddressRefused, GuardedBackend, ResponseTooLarge, make_client, origin_of

pytestmark = pytest.mark.anyio

TRAPS = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://0.0.0.0/",
    "http://0/",
    "http://user@127.0.0.1/",
    "http://8.8.8.8@127.0.0.1/",
    "http://user:password@8.8.8.8/",
    "http://127。0。0。1/",
    "http://①②⑦.0.0.1/",
    "http://[fe80::1%25lo]/",
    "http://[2606:4700:4700::1111%25lo]/",
    "https://127.0.0.1/",
    "http://224.0.0.1/",
    "http://8.8.8.8:22/",
    "http://8.8.8.8:8000/",
    "ftp://8.8.8.8/",
    "file:///etc/passwd",
]


class Wire(httpcore.AsyncNetworkBackend):
    """Stands where the network is: notes where a connection would go, and opens none."""

    def __init__(self) -> None:
        self.went_to: list[tuple[str, int]] = []

    async def connect_tcp(self, host: str, port: int, *rest: Any, **more: Any) -> Any:
        self.went_to.append((host, port))
        raise httpcore.ConnectError("the test's wire ends here")


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    wire = Wire()
    monkeypatch.setattr(httpcore, "AnyIOBackend", lambda: wire)
    return wire


@pytest.mark.parametrize("url", TRAPS)
async def test_a_trap_is_refused_before_a_connection_is_opened(url: str, wire: Wire) -> None:
    async with make_client() as client:
        with pytest.raises((AddressRefused, httpx.UnsupportedProtocol, httpx.InvalidURL)):
            await client.get(url)
    assert wire.went_to == []


@pytest.mark.parametrize("private", ["127.0.0.1", "10.0.0.7", "::1", "fd00::1"])
async def test_one_private_address_among_public_ones_refuses_the_name(
    private: str, names: Any, wire: Wire
) -> None:
    async with make_client(resolve=names(["8.8.8.8", private])) as client:
        with pytest.raises(AddressRefused):
            await client.get("http://mixed.example/")
    assert wire.went_to == []


async def test_the_name_is_resolved_once_and_the_checked_address_is_called(names: Any, wire: Wire) -> None:
    async with make_client(resolve=names(["8.8.8.8"], ["127.0.0.1"])) as client:
        with pytest.raises(httpx.ConnectError, match="wire ends"):
            await client.get("http://rebinding.example/")
        assert wire.went_to == [("8.8.8.8", 80)]
        with pytest.raises(AddressRefused):
            await client.get("http://rebinding.example/")
    assert wire.went_to == [("8.8.8.8", 80)]


async def test_every_checked_address_is_tried_in_turn(names: Any, wire: Wire) -> None:
    async with make_client(resolve=names(["8.8.8.8", "1.1.1.1"])) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get("https://two.example/")
    assert wire.went_to == [("8.8.8.8", 443), ("1.1.1.1", 443)]


async def test_unknown_names_and_private_names_get_the_same_words(names: Any) -> None:
    async def unknown(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    words = []
    for resolve in (unknown, names([]), names(["10.0.0.1"])):
        async with make_client(resolve=resolve) as client:
            with pytest.raises(httpx.ConnectError) as caught:
                await client.get("http://intranet.example/")
            words.append(str(caught.value))
    assert len(set(words)) == 1


async def test_a_name_that_takes_too_long_to_resolve_is_given_up() -> None:
    async def endless(host: str, port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    async with make_client(resolve=endless, timeout=httpx.Timeout(0.05)) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get("http://slow.example/")


async def test_unix_sockets_are_refused() -> None:
    with pytest.raises(AddressRefused):
        await GuardedBackend(frozenset(), lambda host, port: None).connect_unix_socket("/run/x")  # type: ignore[arg-type,return-value]


async def test_an_allowed_origin_may_be_private_and_on_any_port(vendor: Any) -> None:
    vendor.says(200, b"hello")
    async with make_client(allowed_origins={vendor.origin}) as client:
        response = await client.get(f"http://{vendor.origin}/path")
    assert response.text == "hello"
    assert vendor.asked[0].headers["host"] == vendor.origin


async def test_only_the_exact_origin_is_allowed(vendor: Any) -> None:
    async with make_client(allowed_origins={vendor.origin}) as client:
        with pytest.raises(AddressRefused):
            await client.get(f"http://127.0.0.1:{vendor.port + 1}/")
        with pytest.raises(AddressRefused):
            await client.get(f"http://localhost:{vendor.port}/")
    assert vendor.asked == []


async def test_the_name_stays_in_the_host_header(vendor: Any, names: Any) -> None:
    vendor.says(200)
    origin = f"graph.example:{vendor.port}"
    async with make_client(allowed_origins={origin}, resolve=names(["127.0.0.1"])) as client:
        await client.get(f"http://{origin}/")
    assert vendor.asked[0].headers["host"] == origin


async def test_tls_asks_for_the_name_and_refuses_a_certificate_nobody_signed(
    names: Any, tmp_path: Path
) -> None:
    asked: list[str | None] = []
    context = _self_signed(tmp_path)
    context.sni_callback = lambda _, name, __: asked.append(name)
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0, ssl=context)
    origin = f"graph.example:{server.sockets[0].getsockname()[1]}"
    async with make_client(allowed_origins={origin}, resolve=names(["127.0.0.1"])) as client:
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            await client.get(f"https://{origin}/")
    server.close()
    assert asked == ["graph.example"]


def _self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "graph.example")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36500))
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    (folder / "both.pem").write_bytes(secret + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


async def test_a_redirect_is_not_followed(vendor: Any) -> None:
    vendor.says(302, Location="http://169.254.169.254/")
    async with make_client(allowed_origins={vendor.origin}) as client:
        response = await client.get(f"http://{vendor.origin}/")
    assert response.status_code == 302
    assert len(vendor.asked) == 1


async def test_the_environments_proxy_is_not_used(vendor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    vendor.says(200)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with make_client(allowed_origins={vendor.origin}) as client:
        assert (await client.get(f"http://{vendor.origin}/")).status_code == 200


async def test_connections_are_kept(vendor: Any) -> None:
    vendor.says(200, b"again")
    async with make_client(allowed_origins={vendor.origin}) as client:
        for _ in range(5):
            await client.get(f"http://{vendor.origin}/")
    assert (len(vendor.asked), vendor.connections) == (5, 1)


async def test_a_large_answer_is_cut_off(vendor: Any) -> None:
    vendor.says(200, os.urandom(200_000))
    async with make_client(allowed_origins={vendor.origin}, max_response_bytes=100_000) as client:
        with pytest.raises(ResponseTooLarge):
            await client.get(f"http://{vendor.origin}/")


async def test_a_compressed_answer_is_refused(vendor: Any) -> None:
    vendor.says(200, gzip.compress(bytes(1_000_000)), Content_Encoding="gzip")
    async with make_client(allowed_origins={vendor.origin}) as client:
        with pytest.raises(httpx.DecodingError):
            await client.get(f"http://{vendor.origin}/")
    assert vendor.asked[0].headers["accept-encoding"] == "identity"


async def test_an_exchange_has_a_limit_in_all(vendor: Any) -> None:
    vendor.hangs()
    async with make_client(allowed_origins={vendor.origin}, total_seconds=0.05) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.get(f"http://{vendor.origin}/")


async def test_a_body_that_never_ends_is_cut_off(vendor: Any) -> None:
    vendor.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"
    async with make_client(allowed_origins={vendor.origin}, total_seconds=0.05) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.get(f"http://{vendor.origin}/")


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://graph.facebook.com", "graph.facebook.com:443"),
        ("http://localhost:8000/simulator", "localhost:8000"),
        ("http://[::1]:8000", "::1:8000"),
        ("http://Example.COM/", "example.com:80"),
    ],
)
def test_origin_of_a_url(url: str, origin: str) -> None:
    assert origin_of(url) == origin
