"""A paper that the virus scanner refused is work for who brought it, and something that a supervisor is to know of."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.dbroles import DatabaseRole
from accounts.errors import Invalid
from cases.models import Document
from tasks import clock
from tasks.enums import TaskKind
from tasks.models import Task
from tasks.supervising import supervisor_of

from .tasks import task_create


@transaction.atomic
def refused_tasks_make(document: Document) -> list[Task]:
    """A task for the uploader and one for a supervisor; none for a closed case, nor for who sees it no more. Run as
    the system."""
    case, made = document.case, []
    uploader, supervisor = document.created_by, supervisor_of(document.case, by=DatabaseRole.SYSTEM)
    people = {one.pk: one for one in (uploader, supervisor) if one is not None and one.is_active}
    for person in people.values() if case.is_open else ():
        with translation.override(person.language):
            title = _("A virus was found in an uploaded file. Ask for the paper again.")
            if person != uploader:
                title = _("A colleague uploaded a file with a virus. Have the device checked.")
        try:
            made.append(
                task_create(
                    case, title=title, kind=TaskKind.DOCUMENT, due_on=clock.today(), by=None, assignee=person
                )
            )
        except Invalid:
            continue
    return made
