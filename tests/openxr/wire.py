"""Carries packets from standard input to the remote driver: the tests' own process has no network.

It says a line once it is connected, and ends with its input.
"""

from __future__ import annotations

import socket
import sys

PORT, SIZE, LIMIT_S = 4242, 376, 10.0


def _exactly(wire: socket.socket, size: int) -> None:
    while size:
        part = wire.recv(size)
        if not part:
            raise ConnectionError("the driver hung up")
        size -= len(part)


def main() -> None:
    with socket.create_connection(("127.0.0.1", PORT), LIMIT_S) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # on connecting it tells what it would reset to, and what it has
        _exactly(wire, 2 * SIZE)
        sys.stdout.write("connected\n")
        sys.stdout.flush()
        while packet := sys.stdin.buffer.read(SIZE):
            wire.sendall(packet)


if __name__ == "__main__":
    main()
