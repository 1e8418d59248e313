"""A network that breaks on demand: a proxy before the local run that cuts, holds or replaces what passes."""

import re
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: end with a reset, as a lost network does
_CHUNK = 65_536
_REPORT = b"POST /api/v1/tickets HTTP"
_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)\r\n", re.IGNORECASE)


@dataclass(frozen=True)
class Cut:
    """Cut the connection of a report after this share of its request, or of the answer, has passed."""

    side: Literal["request", "answer"]
    share: float

    def part(self, whole: bytes) -> bytes:
        """Return what passes of a whole."""
        return whole[: int(len(whole) * self.share)]


@dataclass
class Network:
    """How the network behaves now. `cuts` are used up first to last, one a report; `replaced` is path → media type, content.

    A report that has `arrived` here goes on when the network is `flowing`; `cut` is set after each cut.
    """

    origin: str
    cuts: list[Cut] = field(default_factory=list)
    down_for_reports: bool = False
    replaced: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    cut: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Event = field(default_factory=threading.Event)
    flowing: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.flowing.set()

    def next_cut(self) -> Cut | None:
        """Return what happens to the report that has just arrived."""
        self.arrived.set()
        self.flowing.wait()
        if self.down_for_reports:
            return Cut("request", 0)
        return self.cuts.pop(0) if self.cuts else None


@contextmanager
def network(target: int) -> Iterator[Network]:
    """Run the proxy before a port of this machine for the time of the block."""
    listener = socket.create_server(("127.0.0.1", 0))
    state = Network(f"http://127.0.0.1:{listener.getsockname()[1]}")
    threading.Thread(target=_accept, args=(listener, target, state), daemon=True).start()
    yield state
    listener.close()


def _accept(listener: socket.socket, target: int, state: Network) -> None:
    with suppress(OSError):  # the listener is closed
        while True:
            threading.Thread(target=_serve, args=(listener.accept()[0], target, state), daemon=True).start()


def _serve(client: socket.socket, target: int, state: Network) -> None:
    """Pass one request on and its answer back; the local run ends each connection after one."""
    with suppress(OSError), client:
        request = _request(client)
        path = request.split(b" ", 2)[1].decode() if request else ""
        if path in state.replaced:
            media, content = state.replaced[path]
            answer = f"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: {media}\r\nContent-Length: {len(content)}\r\n\r\n"
            client.sendall(answer.encode() + content)
            return
        cut = state.next_cut() if request.startswith(_REPORT) else None
        with socket.create_connection(("127.0.0.1", target)) as server:
            if cut and cut.side == "request":
                server.sendall(cut.part(request))
                server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            else:
                server.sendall(request)
                answered = b"".join(iter(lambda: server.recv(_CHUNK), b""))
                client.sendall(cut.part(answered) if cut else answered)
        if cut:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            state.cut.set()


def _request(client: socket.socket) -> bytes:
    """Return one whole request, or nothing when the browser wanted none."""
    whole = b""
    while chunk := client.recv(_CHUNK):
        whole += chunk
        head, end, body = whole.partition(b"\r\n\r\n")
        length = _LENGTH.search(head + b"\r\n")
        if end and len(body) >= (int(length[1]) if length else 0):
            return whole
    return b""
