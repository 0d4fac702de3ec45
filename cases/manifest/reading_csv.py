"""A CSV file to rows: the encoding and the delimiter are found, not asked."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from cases.manifest.codes import ManifestError
from cases.manifest.reading import Sheet, gather

_DELIMITERS = ";,\t|"
#: Asked only where the usual ones divide nothing; all of them also occur inside of texts.
_RARE_DELIMITERS = ":^~#/"
_SEP_LINE = re.compile(r"\s*sep=([;,|:^~#/\t])\s*", re.IGNORECASE)
_SAMPLE_RECORDS = 60
#: Control characters that no text holds; a picture or a PDF is full of them.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read(data: bytes) -> Sheet:
    """The rows of a CSV file. Raises ``ManifestError`` with ``unsupported_format`` or ``unreadable``."""
    text = decode(data)
    start, delimiter = 0, None
    first_line, _, rest = text.partition("\n")
    if match := _SEP_LINE.fullmatch(first_line):  # Excel's own note of the delimiter
        text, start, delimiter = rest, 1, match[1]
    delimiter = delimiter or find_delimiter(text)
    return Sheet(gather((number + start, cells) for number, cells in _records(text, delimiter)))


def decode(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, otherwise Windows-1251."""
    if data.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8" or _mostly_utf8(data):
            raise ManifestError("unreadable") from None
        # 0x98 is the one byte that Windows-1251 leaves open.
        text = data.decode("cp1251", errors="replace")
    if _BINARY.search(text):
        raise ManifestError("unsupported_format")
    return text


def _mostly_utf8(data: bytes) -> bool:
    """True for UTF-8 with some damaged letters, which Windows-1251 would turn into garbled names."""
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    return sum(not letter.isascii() for letter in text) > 2 * damaged


def find_delimiter(text: str) -> str:
    """The sign that cuts most of the first records into the same number of columns, and into most."""
    best, best_score = "", 0.0
    for candidates in (_DELIMITERS, _RARE_DELIMITERS):
        for delimiter in candidates:
            score = _score(text, delimiter)
            if score > best_score:
                best, best_score = delimiter, score
        if best:
            return best
    return ","


def _score(text: str, delimiter: str) -> float:
    widths: Counter[int] = Counter()
    total = 0
    try:
        for _, cells in _records(text, delimiter):
            if any(cell.strip() for cell in cells):
                widths[len(cells)] += 1
                total += 1
            if total >= _SAMPLE_RECORDS:
                break
    except ManifestError:
        return 0.0
    widths.pop(1, None)
    if not widths:
        return 0.0
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (times / total) ** 2 * width


def _records(text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each record with the line on which it begins.

    Strict quoting: an unclosed quote would otherwise swallow the rest of the file into one cell, and the
    people in it.
    """
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    line = 1
    try:
        for cells in reader:
            yield line, tuple(cells)
            line = reader.line_num + 1
    except csv.Error:
        raise ManifestError("unreadable", row=line) from None
