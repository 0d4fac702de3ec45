"""Log lines without personal data: a request id, a level, a text that we wrote ourselves.

A database error's text repeats the row ("Key (name)=(…) already exists"), and so may any exception's; outside
development a traceback therefore names the place and the kind of the error, never its message.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import TypeAlias

from accounts import requestid

_ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class RequestIdFilter(logging.Filter):
    """Puts the id of the request or job on each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = requestid.current() or "-"
        return True


class QuietFormatter(logging.Formatter):
    """Tracebacks with places and kinds, without messages."""

    def formatException(self, ei: _ExcInfo) -> str:
        kind, _, trace = ei
        places = "".join(traceback.format_list(traceback.extract_tb(trace)))
        return f"{places}{kind.__module__}.{kind.__qualname__}" if kind else ""
