"""attain serve: everything on one port, on an empty machine too."""

import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import stop
from attain_web.commands.acting import Workspace, store_of

SECONDS_TO_STAY = 75  # whoever comes back comes to the same process, which knows what they saw last
if TYPE_CHECKING:
    import uvicorn

Host = Annotated[str, typer.Option("--host", help="The address to listen on; others than loopback need passwords.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65_535, help="The port; 0 takes one that is free.")]
Once = Annotated[bool, typer.Option("--once", help="Stop, with status 0, after the sign-in page has answered.")]
Processes = Annotated[
    int,
    typer.Option(
        "--processes", min=1, envvar="ATTAIN_PROCESSES", help="Servers that take requests: one for each core."
    ),
]
Joins = Annotated[int | None, typer.Option("--joins", hidden=True, help="The socket of the server to stand beside.")]
HasWorker = Annotated[bool, typer.Option("--worker/--no-worker", help="Start a worker for background jobs too.")]


def serve(
    workspace: Workspace,
    host: Host = "127.0.0.1",
    port: Port = 8420,
    once: Once = False,
    has_worker: HasWorker = True,
    processes: Processes = 1,
    joins: Joins = None,
) -> None:
    """Serve the web application: starts the store, brings it up to date, prints its address, and ends with Ctrl-C."""
    bound = _bound(host, port) if joins is None else socket.socket(fileno=joins)
    processes = 1 if once else processes
    os.environ |= {
        "ATTAIN_SERVING": "1",
        "ATTAIN_PROCESSES": str(processes),
        "ATTAIN_LISTENS_ON": bound.getsockname()[0],
    }
    with store_of(workspace) as folder:
        if joins is not None:
            _serve_beside(folder, bound)
            return
        from attain_web.demo.seeding import needs_seeding, seed

        if needs_seeding(folder):
            typer.echo("making the demo's past, once: imported, calculated, closed and paid by five people")
            seed(folder)
        _serve(folder, bound, processes, once=once, has_worker=has_worker and not once)


def _serve(folder: Path, bound: socket.socket, count: int, *, once: bool, has_worker: bool) -> None:
    from attain_web.beside import beside
    from attain_web.figures.opened import warm
    from attain_web.serving import Server

    host, port = bound.getsockname()[:2]
    server = Server(_settings(), f"http://{f'[{host}]' if ':' in host else host}:{port}/", once=once)
    warm(folder)
    if not once:
        _warm_beside(folder)
    with beside(folder, bound, servers=count - 1, has_worker=has_worker), suppress(KeyboardInterrupt):
        server.run(sockets=[bound])  # Ctrl-C is how it ends
    if not server.has_answered:
        stop("the sign-in page did not answer")


def _serve_beside(folder: Path, bound: socket.socket) -> None:
    """Take what comes in where another server listens, until that one ends."""
    from attain_web.beside import follow_parent
    from attain_web.serving import Server

    follow_parent()
    _warm_beside(folder)
    Server(_settings(), "").run(sockets=[bound])


def _warm_beside(folder: Path) -> None:
    from attain_web.figures.keeping.warming import warm_beside

    warm_beside(folder)


def _settings() -> "uvicorn.Config":
    import uvicorn

    from attain_web.asgi import application

    return uvicorn.Config(
        application,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=SECONDS_TO_STAY,
        proxy_headers=os.environ.get("ATTAIN_TLS", "") == "1",
    )


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        stop(f"nothing can listen on {host}:{port}: {error.strerror}; name another --port")
    return made
