"""`python -m bench.bare_server PORT DSN`: the bare loop behind the product's web server, one ASGI function: signature, decoding, rows."""

import asyncio
import sys

import asyncpg
import uvicorn
from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

from bench.house import APP_SECRET
from bench.yardstick import BareLoop
from nodes.adapters.channels.whatsapp.receive import parse
from nodes.adapters.channels.whatsapp.signature import HEADER, sign

SIGNATURE = HEADER.lower().encode()


class BareServer:
    """Answers 200 once everything the product would have stored, all steps among it, is committed."""

    def __init__(self, bare: BareLoop) -> None:
        self._bare = bare

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """One webhook."""
        assert scope["type"] == "http"
        request = await receive()
        assert request["type"] == "http.request"
        body = request["body"]
        is_signed = dict(scope["headers"])[SIGNATURE].decode() == sign(APP_SECRET, body)
        if is_signed:
            (message,) = parse(body).messages
            await self._bare.store(message.phone or "")
        await send(
            {
                "type": "http.response.start",
                "status": 200 if is_signed else 401,
                "headers": [(b"content-length", b"0")],
                "trailers": False,
            }
        )
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def main(port: int, dsn: str) -> None:
    """Serve until a signal says stop."""
    connection = await asyncpg.connect(dsn)
    app = BareServer(BareLoop(connection))
    config = uvicorn.Config(
        app, port=port, http="httptools", lifespan="off", log_level="warning", access_log=False
    )
    await uvicorn.Server(config).serve()
    await connection.close()


if __name__ == "__main__":
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(int(sys.argv[1]), sys.argv[2]))
