"""Programs, cohorts, seats, people in training, and the attendance ledger."""

from enrollment.models.attendance import AttendanceEvent, WrongDigits
from enrollment.models.cohorts import Cohort, Room, Session, Teaching, Venue
from enrollment.models.people import Decision, Enrollment, LessonProgress
from enrollment.models.programs import PolicyVersion, Program
from enrollment.models.quotas import CohortQuota
from enrollment.models.seats import Application, Offer, Seat, SeatPool

__all__ = [
    "Application",
    "AttendanceEvent",
    "Cohort",
    "CohortQuota",
    "Decision",
    "Enrollment",
    "LessonProgress",
    "Offer",
    "PolicyVersion",
    "Program",
    "Room",
    "Seat",
    "SeatPool",
    "Session",
    "Teaching",
    "Venue",
    "WrongDigits",
]
