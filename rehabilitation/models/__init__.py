"""How: the records of the five kinds of support, one file each, one shape."""

from .base import Lasting, Record
from .education import AttendanceMonth, CatchUp, EducationLevel, Enrolment
from .employment import Benefit, Job, JobSearch, SkillsProfile, Training
from .housing import Inspection, Placement
from .medical import Condition, GrowthMeasurement, MedicalReferral, ProtectedFinding, Screening, Vaccination
from .psychological import AgreedInstruction, InstrumentResult, SafetyAlert, Session, SessionNote
from .services import Service, SupportState

__all__ = [
    "AgreedInstruction", "AttendanceMonth", "Benefit", "CatchUp", "Condition", "EducationLevel", "Enrolment",
    "GrowthMeasurement", "Inspection", "InstrumentResult", "Job", "JobSearch", "Lasting", "MedicalReferral",
    "Placement", "ProtectedFinding", "Record", "SafetyAlert", "Screening", "Service", "Session", "SessionNote",
    "SkillsProfile", "SupportState", "Training", "Vaccination",
]  # fmt: skip
