"""The files that pages need, all of them ours: read once, served from memory, and named by what is in them."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from mimetypes import guess_type

VENDORED = {"attain/htmx.js": ("django_htmx", "static/django_htmx/htmx-2.min.js")}
OWN = (
    "attain/tokens.css",
    "attain/components.css",
    "attain/screens.css",
    "attain/attain.js",
    "attain/live.js",
    "attain/passkeys.js",
    "attain/icon.svg",
    "attain/fonts/inter.woff2",
    "attain/fonts/jetbrains-mono.woff2",
)


@cache
def contents() -> dict[str, tuple[bytes, str]]:
    """Return every file with its type, by name."""
    found = {name: files("attain_web.shell").joinpath("static", name).read_bytes() for name in OWN}
    found |= {name: files(package).joinpath(path).read_bytes() for name, (package, path) in VENDORED.items()}
    return {name: (content, guess_type(name)[0] or "application/octet-stream") for name, content in found.items()}


@cache
def address_of(name: str) -> str:
    """Return where a file is served."""
    content, _ = contents()[name]
    return f"/static/{name}?{sha256(content).hexdigest()[:12]}"
