"""A person, as she gave her names; what finds her again."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import Office
from cases.enums import IdentifierKind, Precision, Script, Sex
from cases.querysets import PersonQuerySet

from .base import Stamped, TransactionId


class Person(Stamped):
    """Names as given, with their script; a birth date keeps its precision (``earliest`` to ``latest``)."""

    surname = models.CharField(_("surname"), max_length=120, blank=True)
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=120, blank=True)
    name_unknown = models.BooleanField(_("name unknown"), default=False)
    script = models.CharField(max_length=10, choices=Script.choices, default=Script.LATIN)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices)
    birth_earliest = models.DateField(null=True, blank=True)
    birth_latest = models.DateField(null=True, blank=True)
    birth_precision = models.CharField(max_length=6, choices=Precision.choices, blank=True)
    birth_place = models.CharField(_("birthplace"), max_length=120, blank=True)
    citizenship = models.CharField(_("citizenship"), max_length=3, blank=True)
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    phone = EncryptedTextField(_("telephone"), null=True, blank=True)
    died_on = models.DateField(_("died on"), null=True, blank=True)
    made_in = models.BigIntegerField(db_default=TransactionId(), editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["birth_earliest"], name="person_born")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Surname, given name, patronymic, as written."""
        return " ".join(filter(None, (self.surname, self.given_name, self.patronymic))) or str(_("Name unknown"))


class PersonName(Stamped):
    """Another name, or the same in another script or spelling."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="names")
    surname = models.CharField(_("surname"), max_length=120, blank=True)
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=120, blank=True)
    script = models.CharField(max_length=10, choices=Script.choices, default=Script.LATIN)
    source = models.CharField(_("source"), max_length=120, blank=True)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.surname, self.given_name, self.patronymic)))


class NameToken(models.Model):
    """A folded part of a name (cases/names). Searched with ``=`` only: other operators lose their index under
    row security. ``region`` and ``restricted`` follow the person's case, so that a region's search reads one index
    and its row rule nothing else."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    token = models.CharField(max_length=60)
    region = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    restricted = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["region", "token"], name="token_of_region", include=["person", "restricted"],
                condition=models.Q(restricted=False),
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["person", "token"], name="token_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Identifier(Stamped):
    """A number of a paper. Ciphertext here and in the history; found by a keyed hash, which is not unique:
    a unique one would tell that somebody whom the user may not see exists."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="identifiers")
    kind = models.CharField(_("kind"), max_length=20, choices=IdentifierKind.choices)
    value = EncryptedTextField(_("number"))
    value_hash = models.CharField(max_length=64, db_index=True, editable=False)
    country = models.CharField(_("country"), max_length=2, blank=True)

    def __str__(self) -> str:
        return str(self.get_kind_display())
