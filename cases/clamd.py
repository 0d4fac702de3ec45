"""The virus scanner: what a content is sent to, by ClamAV's INSTREAM command (man clamd)."""

from __future__ import annotations

import re
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

CHUNK = 64 * 1024
#: Seconds for the whole of one answer; 10 MB take about one.
PATIENCE = 60
#: An answer is one line; more is none of clamd's.
_LONGEST = 4096


class ScannerAway(Exception):
    """The scanner is not there, or does not answer as one. What was to be scanned stays closed."""


def scanner_is_set() -> bool:
    """Is there a scanner in this installation?"""
    return bool(settings.CLAMD_URL)


def scan(content: bytes) -> str:
    """What the scanner found, "" where nothing. Raises ScannerAway."""
    try:
        with _connect() as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                piece = content[start : start + CHUNK]
                connection.sendall(struct.pack("!I", len(piece)) + piece)
            connection.sendall(struct.pack("!I", 0))
            answer = _line(connection)
    except OSError as error:
        raise ScannerAway(type(error).__name__) from error
    if answer == "stream: OK":
        return ""
    if found := re.fullmatch(r"stream: (.+) FOUND", answer):
        return found[1]
    raise ScannerAway("the answer is none that we know")


def _connect() -> socket.socket:
    url = urlsplit(settings.CLAMD_URL)
    if url.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(PATIENCE)
        try:
            connection.connect(url.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((url.hostname, url.port or 3310), timeout=PATIENCE)


def _line(connection: socket.socket) -> str:
    found = b""
    while b"\0" not in found and len(found) < _LONGEST:
        piece = connection.recv(1024)
        if not piece:
            break
        found += piece
    return found.partition(b"\0")[0].decode("utf-8", "replace").strip()
