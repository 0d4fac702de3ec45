"""A scanner that speaks clamd's INSTREAM as its manual says, on a socket of its own."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: The harmless file that every scanner takes for a virus (eicar.org), in two parts so that no scanner takes this one.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD" + "-ANTIVIRUS-TEST-FILE!$H+H*").encode()


class Scanner:
    """``seen`` is what was sent, ``limit`` the size from which it refuses, ``says`` an answer in place of its own."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self.server.getsockname()[1]}"
        self.seen: list[bytes] = []
        self.limit, self.says = 25 * 2**20, b""

    def serve(self) -> None:
        while True:
            try:
                connection, _address = self.server.accept()
            except OSError:
                return
            with connection:
                connection.sendall(self._answer(connection) + b"\0")

    def _answer(self, connection: socket.socket) -> bytes:
        stream = connection.makefile("rb")
        if stream.read(10) != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND"
        content = b""
        while size := struct.unpack("!I", stream.read(4))[0]:
            content += stream.read(size)
            if len(content) > self.limit:
                return b"INSTREAM size limit exceeded. ERROR"
        self.seen.append(content)
        return self.says or (b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK")


@contextmanager
def scanner() -> Iterator[Scanner]:
    found = Scanner()
    thread = threading.Thread(target=found.serve, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.server.shutdown(socket.SHUT_RDWR)
        found.server.close()
        thread.join(5)
