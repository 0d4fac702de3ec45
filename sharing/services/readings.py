"""The trace of each reading by an agency: written before the answer goes out, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from accounts import requestid
from accounts.models import Profile
from cases.numbers import number_new
from sharing.enums import Channel
from sharing.models import Release


def reading_log(release: Release, *, channel: Channel, by: Profile) -> str:
    """Record a reading; returns the code that stands on a printed page ("" for other channels).

    Plain SQL, because Django's INSERT reads the key back and an agency may not read the log.
    """
    code = number_new() if channel is Channel.PDF else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sharing_summaryreading (release_id, reader_id, at, channel, code, request_id) "
            "VALUES (%s, %s, clock_timestamp(), %s, %s, %s)",
            [release.pk, by.pk, channel.value, code, requestid.current()],
        )
    return code


def readings_log(releases: Sequence[Release], *, channel: Channel, by: Profile) -> None:
    """Record the reading of a whole page in one statement."""
    if not releases:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sharing_summaryreading (release_id, reader_id, at, channel, code, request_id) "
            "SELECT key, %s, clock_timestamp(), %s, '', %s FROM unnest(%s::bigint[]) AS key",
            [by.pk, channel.value, requestid.current(), [release.pk for release in releases]],
        )
