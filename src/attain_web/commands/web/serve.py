"""attain serve: everything on one port, on an empty machine too."""

import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from attain.cli.commands.arguments import stop
from attain_web.commands.acting import Workspace, store_of

Host = Annotated[str, typer.Option("--host", help="The address to listen on; others than loopback need passwords.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65_535, help="The port; 0 takes one that is free.")]
Once = Annotated[bool, typer.Option("--once", help="Stop, with status 0, after the sign-in page has answered.")]
HasWorker = Annotated[bool, typer.Option("--worker/--no-worker", help="Start a worker for background jobs too.")]


def serve(
    workspace: Workspace,
    host: Host = "127.0.0.1",
    port: Port = 8420,
    once: Once = False,
    has_worker: HasWorker = True,
) -> None:
    """Serve the web application: starts the store, brings it up to date, prints its address, and ends with Ctrl-C."""
    os.environ["ATTAIN_SERVING"], os.environ["ATTAIN_LISTENS_ON"] = "1", host
    with store_of(workspace) as folder:
        from attain_web.demo.seeding import needs_seeding, seed

        if needs_seeding(folder):
            typer.echo("making the demo's past, once: imported, calculated, closed and paid by five people")
            seed(folder)
        _serve(folder, host, port, once=once, has_worker=has_worker and not once)


def _serve(folder: Path, host: str, port: int, *, once: bool, has_worker: bool) -> None:
    import uvicorn

    from attain_web.asgi import application
    from attain_web.figures.keeping.warming import warm_beside
    from attain_web.figures.opened import warm
    from attain_web.serving import Server, working

    bound = _bound(host, port)
    shown = f"[{host}]" if ":" in host else host
    settings = uvicorn.Config(
        application,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        proxy_headers=os.environ.get("ATTAIN_TLS", "") == "1",
    )
    server = Server(settings, f"http://{shown}:{bound.getsockname()[1]}/", once=once)
    warm(folder)
    if not once:
        warm_beside(folder)
    with working(folder, has_worker=has_worker), suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
        server.run(sockets=[bound])
    if not server.has_answered:
        stop("the sign-in page did not answer")


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        stop(f"nothing can listen on {host}:{port}: {error.strerror}; name another --port")
    return made
