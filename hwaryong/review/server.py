"""`hwaryong review`: the review page on one address, until Ctrl-C."""

from __future__ import annotations

import contextlib
import socket
import sys
from pathlib import Path

import uvicorn

from hwaryong.errors import BadInput
from hwaryong.review.app import review_page
from hwaryong.review.guard import check_token
from hwaryong.studio import Studio


def serve(folder: Path, *, host: str = "127.0.0.1", port: int = 8765, token: str = "") -> None:
    """Serve the review page of a production; port 0 takes a free one. Ends with Ctrl-C.

    Raises BadInput for a folder that is no production, an address that is taken, and an address that others
    can reach without a token of 16 characters or more.
    """
    check_token(host, token)
    Studio.open(folder).close()
    with contextlib.closing(_listen(host, port)) as listener, contextlib.suppress(KeyboardInterrupt):
        config = uvicorn.Config(
            review_page(folder, host=host, token=token), log_level="warning", access_log=False,
            server_header=False, timeout_graceful_shutdown=2,
        )  # fmt: skip
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listener.getsockname()[1]}/"
        print(f"The review page is at {address} (Ctrl-C ends it).", file=sys.stderr, flush=True)
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address; raises BadInput where it is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # who reads the address may come at once
    except OSError as error:
        listener.close()
        raise BadInput(
            f"the address {host}:{port} cannot be used ({error.strerror})",
            mend="choose another --port or --host",
        ) from None
    return listener
