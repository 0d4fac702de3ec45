"""A map of tiles: each region one square near its place on the ground, its number in it. No borders, no map service.

The number is written in the tile, so the shade only adds to it. Countries without a plan of tiles have the table alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from accounts.regions import REGIONS, Region
from insights.queries.board.rows import Board, Part, RegionRow

#: ISO 3166-2:UZ code → column and row, roughly west to east and north to south.
PLACES: dict[str, tuple[int, int]] = {
    "QR": (0, 0), "XO": (0, 1), "NW": (1, 0), "BU": (1, 1), "SA": (2, 1), "QA": (2, 2), "JI": (3, 1), "SU": (3, 2),
    "SI": (4, 1), "TO": (4, 0), "TK": (5, 0), "NG": (6, 0), "FA": (6, 1), "AN": (7, 0),
}  # fmt: skip
WIDTH, HEIGHT, GAP = 92, 52, 4
COLUMNS, ROWS = 8, 3
SHADES = 5


@dataclass(frozen=True)
class Tile:
    """One region on the map, in the units of the drawing. ``shade`` is 0 (least) to 4; -1 where nothing is counted."""

    x: int
    y: int
    name: str
    short: str
    text: str
    shade: int
    url: str

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2


def tiles_of(board: Board, code: str) -> list[Tile]:
    """The tiles of one indicator, empty ones where a region has no figures; no tile where no region has a place."""
    values = {
        row.region.region_code: (row, next(part for part in row.values if part.code == code))
        for row in board.regions
        if row.region.region_code in PLACES
    }
    if not values:
        return []
    most = max((part.value.share or 0.0 for _row, part in values.values()), default=0.0)
    out = []
    for region in REGIONS:
        if region.code in PLACES:
            row, part = values.get(region.code, (None, None))
            out.append(_tile(region, row, part, most))
    return out


def _tile(region: Region, row: RegionRow | None, part: Part | None, most: float) -> Tile:
    column, line = PLACES[region.code]
    x, y = column * (WIDTH + GAP), line * (HEIGHT + GAP)
    share = part.value.share if part else None
    if row is None or part is None or share is None:
        name = str(row.region) if row else region.name(get_language() or "en")
        return Tile(x, y, name, region.code, "–", -1, f"?region={row.region.pk}" if row else "")
    shade = min(SHADES - 1, int(SHADES * share / most)) if most else 0
    text = str(part.value.count) if part.code == "unaccompanied" else f"{share:.0f} %"
    return Tile(x, y, str(row.region), region.code, text, shade, f"?region={row.region.pk}")
