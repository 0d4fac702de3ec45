"""Persons, their names and the tokens that find them, their identifiers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.crypto import keyed_hash
from accounts.errors import Invalid
from accounts.models import Profile
from cases import names
from cases.models import Case, Identifier, NameToken, Person, PersonName
from cases.timeline import timeline_add

#: What a caller may set on a person.
FIELDS = (
    "surname", "given_name", "patronymic", "name_unknown", "sex", "birth_earliest", "birth_latest",
    "birth_precision", "birth_place", "citizenship", "languages", "phone", "died_on",
)  # fmt: skip


@transaction.atomic
def person_create(*, by: Profile | None, **values: Any) -> Person:
    """Make a person. A given name may be missing only where ``name_unknown`` says so. Raises Invalid."""
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"no such fields: {sorted(unknown)}")
    person = Person(created_by=by, **values)
    _check(person)
    person.script = names.detect_script(person.full_name)
    person.save()
    tokens_rebuild(person)
    return person


@transaction.atomic
def person_update(person: Person, *, by: Profile, **values: Any) -> Person:
    """Change a person; the earlier values stay in the history. Raises Invalid."""
    for key, value in values.items():
        if key not in FIELDS:
            raise TypeError(f"no such field: {key}")
        setattr(person, key, value)
    _check(person)
    person.script = names.detect_script(person.full_name)
    person.save()
    tokens_rebuild(person)
    _tell_cases(person, "person_changed", by)
    return person


def _tell_cases(person: Person, kind: str, by: Profile | None, **told: Any) -> None:
    """A line in each open case of the person; what changed stands in the history, not in the line."""
    for case in Case.objects.filter(person=person).open():
        timeline_add(case=case, kind=kind, by=by, **told)


def _check(person: Person) -> None:
    if not person.given_name and not person.name_unknown:
        raise Invalid(fields={"given_name": _("Give the name, or say that it is unknown.")})
    if person.birth_earliest and person.birth_latest and person.birth_earliest > person.birth_latest:
        raise Invalid(fields={"birth_earliest": _("The earliest birth date lies after the latest.")})


def tokens_rebuild(person: Person) -> None:
    """Write the folded tokens of all names of a person anew."""
    parts: list[str] = [person.surname, person.given_name, person.patronymic]
    for other in person.names.all():
        parts += [other.surname, other.given_name, other.patronymic]
    wanted = set(names.tokens(*filter(None, parts)))
    last = Case.objects.filter(person=person).order_by("-id").values("region_id", "restricted").first()
    scope: dict[str, Any] = dict(last) if last else {}
    present = set(NameToken.objects.filter(person=person).values_list("token", flat=True))
    NameToken.objects.filter(person=person, token__in=present - wanted).delete()
    NameToken.objects.bulk_create(
        [NameToken(person=person, token=token, **scope) for token in sorted(wanted - present)]
    )


@transaction.atomic
def person_name_add(person: Person, *, by: Profile | None, source: str = "", **parts: str) -> PersonName:
    """Keep another name or spelling; she is found by it as well. Raises Invalid for an empty one."""
    name = PersonName(person=person, created_by=by, source=source, **parts)
    name.script = names.detect_script(str(name))
    if not str(name).strip():
        raise Invalid(fields={"given_name": _("Give a name.")})
    name.save()
    tokens_rebuild(person)
    _tell_cases(person, "name_added", by)
    return name


@transaction.atomic
def identifier_add(person: Person, *, kind: str, value: str, by: Profile | None, country: str = "") -> Identifier:
    """Keep a number of a paper, encrypted. Raises Invalid for an empty one."""
    if not value.strip():
        raise Invalid(fields={"value": _("Give the number.")})
    paper = Identifier.objects.create(
        person=person, kind=kind, value=value.strip(), value_hash=keyed_hash(value), country=country, created_by=by
    )
    _tell_cases(person, "paper_added", by, details={"paper": kind})
    return paper


def persons_with_identifier(value: str) -> Sequence[int]:
    """Keys of the persons, among those that the acting user may see, who have this number."""
    return list(Identifier.objects.filter(value_hash=keyed_hash(value)).values_list("person_id", flat=True))
