"""Files: told by their bytes, kept under random names, served so that no browser runs them."""

import asyncio
import hashlib
import io
import stat
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from api.media import service
from api.media.archives import MAX_DIRECTORY, MAX_ENTRIES, names_in
from api.media.service import tidy_name
from api.media.sniffing import sniff
from api.services import Services
from storage.database import fetch_one
from storage.enums import UserRole

pytestmark = pytest.mark.anyio

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40
MP4 = b"\0\0\0\x18ftypisom" + b"\0" * 40
TGP = b"\0\0\0\x18ftyp3gp4" + b"\0" * 40
M4A = b"\0\0\0\x18ftypM4A " + b"\0" * 40
OGG = b"OggS" + b"\0" * 24 + b"OpusHead"


def word(folder: str = "word/") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr(f"{folder}document.xml", "<x/>")
    return buffer.getvalue()


async def upload(client: httpx.AsyncClient, kind: str, body: bytes, name: str = "a.bin") -> httpx.Response:
    return await client.post("/api/media", params={"kind": kind, "name": name}, content=body)


@pytest.mark.parametrize(
    ("kind", "body", "mime_type"),
    [
        ("image", PNG, "image/png"),
        ("image", JPEG, "image/jpeg"),
        ("video", MP4, "video/mp4"),
        ("video", TGP, "video/3gpp"),
        ("audio", M4A, "audio/mp4"),
        ("audio", b"ID3\x04" + b"\0" * 20, "audio/mpeg"),
        ("audio", OGG, "audio/ogg"),
        ("audio", b"#!AMR\n1234", "audio/amr"),
        ("document", b"%PDF-1.7 x", "application/pdf"),
        ("document", word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("document", "Precios: 5 €\n".encode(), "text/plain"),
    ],
)
async def test_a_file_is_told_by_its_bytes_and_served_from_an_address_nobody_guesses(
    owner: httpx.AsyncClient,
    client: httpx.AsyncClient,
    services: Services,
    kind: str,
    body: bytes,
    mime_type: str,
) -> None:
    answer = await upload(owner, kind, body, "../../a \u202eb.exe")
    assert answer.status_code == 201
    uploaded = answer.json()
    assert (uploaded["kind"], uploaded["mimeType"], uploaded["size"]) == (kind, mime_type, len(body))
    served = await client.get(uploaded["link"])
    assert (served.status_code, served.content) == (200, body)
    assert served.headers["content-type"].split(";")[0] == mime_type
    assert served.headers["x-content-type-options"] == "nosniff"
    assert served.headers["content-security-policy"] == "default-src 'none'; sandbox"
    disposition = "attachment" if kind == "document" else "inline"
    assert served.headers["content-disposition"].startswith(disposition)
    row = await fetch_one("SELECT token, sha256, name, user_id FROM media")
    assert row
    assert len(row["token"]) == 32
    assert (row["sha256"], row["name"]) == (hashlib.sha256(body).hexdigest(), "a b.exe")
    (file,) = (services.settings.data_dir / "media").iterdir()
    assert (file.name, stat.S_IMODE(file.stat().st_mode)) == (row["token"], 0o600)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("image", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("image", b"GIF89a" + b"\0" * 20),
        ("image", MP4),
        ("image", b""),
        ("video", PNG),
        ("document", b"  <html><script>alert(1)</script>"),
        ("document", b"MZ\x90\0" + b"\0" * 60),
        ("document", b"a\0b"),
        ("document", b"\xff\xfe\x00"),
        ("document", word("other/")),
        ("document", b"PK\x03\x04broken"),
        ("audio", b"RIFF1234WAVE"),
    ],
)
async def test_what_whatsapp_does_not_take_is_refused_and_leaves_nothing(
    owner: httpx.AsyncClient, services: Services, kind: str, body: bytes
) -> None:
    answer = await upload(owner, kind, body, "photo.jpg")
    assert (answer.status_code, answer.json()["code"]) == (422, "unfit_media")
    assert await fetch_one("SELECT id FROM media") is None
    assert list((services.settings.data_dir / "media").iterdir()) == []


async def test_a_file_above_metas_limit_is_refused_while_it_comes(
    owner: httpx.AsyncClient, services: Services
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield PNG
        for _ in range(6):
            yield b"\0" * 1_000_000

    answer = await owner.post("/api/media", params={"kind": "image"}, content=chunks())
    assert (answer.status_code, answer.json()["code"]) == (413, "media_too_large")
    assert "up to 5 MB" in answer.json()["detail"]
    assert list((services.settings.data_dir / "media").iterdir()) == []


async def test_an_owners_files_together_have_a_limit(
    owner: httpx.AsyncClient, stranger: httpx.AsyncClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "QUOTA", len(PNG) + 10)
    assert (await upload(owner, "image", PNG)).status_code == 201
    answer = await upload(owner, "image", PNG)
    assert (answer.status_code, answer.json()["code"]) == (413, "media_quota")
    assert len(list((services.settings.data_dir / "media").iterdir())) == 1
    assert (await upload(stranger, "image", PNG)).status_code == 201


async def test_files_that_come_at_one_time_share_the_room(owner, monkeypatch, services: Services) -> None:
    monkeypatch.setattr(service, "QUOTA", 2 * len(PNG) + 10)
    answers = await asyncio.gather(*(upload(owner, "image", PNG) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 413, 413, 413, 413]
    assert len(list((services.settings.data_dir / "media").iterdir())) == 2


async def test_who_may_not_edit_flows_uploads_nothing(sign_in, services: Services) -> None:
    agent = await sign_in(UserRole.AGENT)
    assert (await upload(agent, "image", PNG)).status_code == 403
    assert not (services.settings.data_dir / "media").exists()


def test_an_archive_that_lists_too_much_is_not_looked_into(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    for count, found in ((MAX_ENTRIES, MAX_ENTRIES), (MAX_ENTRIES + 1, 0)):
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(count):
                archive.writestr(f"word/{number}", "")
        assert len(names_in(path)) == found
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(MAX_DIRECTORY // 60_000 + 1):
            archive.writestr(f"word/{number}".ljust(60_000, "x"), "")
    assert sniff(path) is None


@pytest.mark.parametrize("token", ["x" * 32, "%2e%2e%2fsecret.key", "a" * 300, "short"])
async def test_an_address_that_nobody_was_given_leads_nowhere(client: httpx.AsyncClient, token: str) -> None:
    assert (await client.get(f"/media/{token}")).status_code == 404


async def test_strangers_and_agents_upload_nothing(client: httpx.AsyncClient) -> None:
    assert (await upload(client, "image", PNG)).status_code == 401


async def test_whether_whatsapp_can_come_by_it_is_told(owner: httpx.AsyncClient) -> None:
    assert (await owner.get("/api/media/address")).json() == {"publicUrl": None}


def test_names_are_for_people_only() -> None:
    names = ["C:\\dir\\Offer.pdf", "", "..", "\n\t", "x" * 500]
    assert [tidy_name(name)[:10] for name in names] == ["Offer.pdf", "file", "..", "file", "x" * 10]
