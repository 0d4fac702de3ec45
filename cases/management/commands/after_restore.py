"""``manage.py after_restore``: what a backup that was restored into another cluster needs before anybody signs in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from cases.services.retention.restored import erased_again, list_lines


def made_in_forget() -> dict[str, int]:
    """Forget which transaction made each row; returns how many rows, by table.

    A person or a family is visible to the transaction that made it (``made_in``, see cases/walls.py). The numbers of
    transactions begin anew in another cluster: an old number would come round, and somebody would see a stranger.
    Triggers are off meanwhile, because nothing of the person changes and the history should not say so.
    """
    done = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for model in apps.get_models():
            if not any(field.name == "made_in" for field in model._meta.local_fields):
                continue
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE {table} SET made_in = 0 WHERE made_in <> 0")
            done[model._meta.db_table] = cursor.rowcount
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    return done


class Command(BaseCommand):
    help = (
        "After a restore, as the owner: forget the old cluster's transaction numbers, and erase again what was erased "
        "after the backup was made, by the list in the store (erased/) and by copies of it that are named."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--erased", type=Path, nargs="*", default=[], help="copies of the list, kept elsewhere")

    def handle(self, *args: Any, erased: list[Path], **options: Any) -> None:
        for table, rows in made_in_forget().items():
            self.stdout.write(f"{table}: {rows} rows")
        lines = [*list_lines(), *(line for path in erased for line in path.read_text().splitlines())]
        for what, count in erased_again(lines).items():
            self.stdout.write(f"on the list of what was erased, {what}: {count}")
