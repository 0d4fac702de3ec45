"""Users and what they belong to; the history of every table."""

from .history import AccessLog, Anchor, Event, Seal
from .idempotency import IdempotentAnswer
from .jobs import JobRun, Lease
from .organisations import Agency, Office
from .signin import AgencyClient, ConductAcceptance, Invitation, SignInFailure
from .users import ApiToken, Profile, User

__all__ = [
    "AccessLog", "Agency", "AgencyClient", "Anchor", "ApiToken", "ConductAcceptance", "Event", "IdempotentAnswer",
    "Invitation", "JobRun", "Lease", "Office", "Profile", "Seal", "SignInFailure", "User",
]  # fmt: skip
