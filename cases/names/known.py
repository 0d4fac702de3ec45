"""The lists that the folding and the transliteration read: names and loan words, one file each."""

from functools import cache
from pathlib import Path

_LISTS = Path(__file__).parent / "lists"


@cache
def lines(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of each line of ``lists/<name>.txt``; a line that begins with ``#`` is a remark."""
    text = (_LISTS / f"{name}.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return tuple(tuple(row) for row in rows if row)


def pairs(name: str) -> dict[str, str]:
    """A list of two words a line as a table: the first stands for the second."""
    return {row[0]: row[1] for row in lines(name)}
