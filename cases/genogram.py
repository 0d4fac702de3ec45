"""The kinship of a household as a drawing: squares and circles in rows of generations, lines between them.

Only the geometry; the template draws it with classes, since the content policy forbids style attributes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from .enums import Relation, Sex
from .household import Household, Member
from .models import Kinship

STEP_X, STEP_Y, MARGIN, HALF = 116, 124, 60, 20

#: How many generations above (-) or below (+) her relative somebody with this relation stands.
_RISE: dict[str, int] = {
    **dict.fromkeys((Relation.MOTHER, Relation.FATHER, Relation.AUNT, Relation.UNCLE, Relation.GUARDIAN), -1),
    **dict.fromkeys((Relation.GRANDMOTHER, Relation.GRANDFATHER), -2),
    **dict.fromkeys((Relation.DAUGHTER, Relation.SON, Relation.CHILD, Relation.NIECE_NEPHEW, Relation.WARD), 1),
    Relation.GRANDCHILD: 2,
}
_PARENTS = (Relation.MOTHER, Relation.FATHER)
_COUPLE = (Relation.WIFE, Relation.HUSBAND)


@dataclass(frozen=True)
class Node:
    """One person: a square for a man, a circle for a woman. ``x`` and ``y`` are the middle."""

    member: Member
    x: int
    y: int

    @property
    def male(self) -> bool:
        return self.member.person.sex == Sex.MALE

    @property
    def left(self) -> int:
        return self.x - HALF

    @property
    def top(self) -> int:
        return self.y - HALF

    @property
    def name_y(self) -> int:
        return self.y + HALF + 18

    @property
    def age_y(self) -> int:
        return self.y + HALF + 34


@dataclass(frozen=True)
class Line:
    """A path of SVG; ``kind`` is couple, parent or care."""

    path: str
    kind: str


@dataclass
class Drawing:
    """``width`` and ``height`` are units of the view box."""

    nodes: list[Node] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    width: int = 0
    height: int = 0


def genogram(household: Household, links: Sequence[Kinship]) -> Drawing:
    """Lay a household out. Whoever has no kin link stands by her relation to the head of the family."""
    members = {member.person.pk: member for member in household.members}
    if not members:
        return Drawing()
    generation = _generations(members, links)
    rows: dict[int, list[Member]] = {}
    for member in household.members:
        rows.setdefault(generation[member.person.pk], []).append(member)
    widest = max(len(row) for row in rows.values())
    nodes: dict[int, Node] = {}
    for level, (_key, row) in enumerate(sorted(rows.items())):
        start = MARGIN + (widest - len(row)) * STEP_X // 2
        for place, member in enumerate(row):
            nodes[member.person.pk] = Node(member, start + place * STEP_X, MARGIN - HALF + level * STEP_Y)
    return Drawing(
        list(nodes.values()), _lines(nodes, links), 2 * MARGIN + (widest - 1) * STEP_X,
        len(rows) * STEP_Y,
    )  # fmt: skip


def _generations(members: dict[int, Member], links: Sequence[Kinship]) -> dict[int, int]:
    """Generation by the nearest chain of kin from the first member; the others by their relation to the head."""
    near: dict[int, list[tuple[int, int]]] = {}
    for link in links:
        near.setdefault(link.relative_id, []).append((link.person_id, _RISE.get(link.relation, 0)))
    found: dict[int, int] = {}
    for start, member in members.items():
        if start in found:
            continue
        relation = member.membership.relation
        # "Mother" in a family's list is its head, the mother of the others.
        found[start] = 0 if relation in _PARENTS or not found else _RISE.get(relation, 0)
        queue = deque([start])
        while queue:
            key = queue.popleft()
            for other, rise in near.get(key, ()):
                if other not in found:
                    found[other] = found[key] + rise
                    queue.append(other)
    return found


def _lines(nodes: dict[int, Node], links: Sequence[Kinship]) -> list[Line]:
    out = []
    for link in links:
        one, other = nodes[link.person_id], nodes[link.relative_id]
        if link.relation in _COUPLE and one.x < other.x and one.y == other.y:
            out.append(Line(f"M{one.x + HALF} {one.y}H{other.x - HALF}", "couple"))
        elif link.relation in (*_PARENTS, Relation.GUARDIAN) and one.y < other.y:
            middle = other.y - HALF - 22
            kind = "care" if link.relation == Relation.GUARDIAN else "parent"
            # Down from the parent's side of the name, across, and down to the child.
            out.append(Line(f"M{one.x} {one.age_y + 8}V{middle}H{other.x}V{other.y - HALF}", kind))
    return out
