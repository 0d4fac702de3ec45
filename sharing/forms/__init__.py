"""Forms of the sharing room. They ask; services decide."""

from .common import active_agencies, paper_of
from .consents import ConsentForm, ServiceConsentForm
from .outward import (
    AgencyForm,
    AgreementForm,
    AgreementPaperForm,
    AnswerForm,
    ComplaintForm,
    DecisionForm,
    DemandDecisionForm,
    DemandForm,
    DestructionForm,
    HandoverForm,
    PaperAnswerForm,
    PersonRequestForm,
    ReasonForm,
    ReplyForm,
    ShareForm,
    VerifyForm,
    purpose_choices,
)

__all__ = [
    "AgencyForm", "AgreementForm", "AgreementPaperForm", "AnswerForm", "ComplaintForm", "ConsentForm", "DecisionForm",
    "DemandDecisionForm", "DemandForm", "DestructionForm", "HandoverForm", "PaperAnswerForm", "PersonRequestForm",
    "ReasonForm", "ReplyForm", "ServiceConsentForm", "ShareForm", "VerifyForm", "active_agencies", "paper_of",
    "purpose_choices",
]  # fmt: skip
