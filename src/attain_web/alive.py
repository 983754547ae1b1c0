"""Whether the server on this machine answers, for whoever watches over it: ``python -m attain_web.alive [PORT]``.

It ends with 0 when it does and with 1 otherwise. It asks by the first name of ``ATTAIN_HOSTS``, because a request by
another name is refused.
"""

import os
import sys
from contextlib import suppress
from urllib.error import URLError
from urllib.request import Request, urlopen

PORT = 8420
SECONDS = 4


def answers(port: int) -> bool:
    """Whether the server on a port of this machine answers."""
    names = [name.lstrip(".") for name in os.environ.get("ATTAIN_HOSTS", "").split(",") if name and name != "*"]
    asked = Request(f"http://127.0.0.1:{port}/alive", headers={"Host": (names or ["localhost"])[0]})
    with suppress(URLError, OSError), urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310 -- our own address
        return answer.status == 200
    return False


if __name__ == "__main__":
    sys.exit(0 if answers(int(sys.argv[1]) if len(sys.argv) > 1 else PORT) else 1)
