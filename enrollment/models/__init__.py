"""Programs, cohorts, seats, people in training, and the attendance ledger."""

from enrollment.models.attendance import AttendanceEvent, WrongDigits
from enrollment.models.calendar import ApplicationTag, CohortNotice, DeadlineDone, RemovedSession
from enrollment.models.cohorts import Cohort, Room, Session, Teaching, Venue
from enrollment.models.people import Decision, Enrollment, LessonProgress
from enrollment.models.programs import PolicyVersion, Program
from enrollment.models.seats import Application, Offer, Seat, SeatPool
from enrollment.models.stations import Rotation, RotationPlace, RotationStop, Station

__all__ = [
    "Application",
    "ApplicationTag",
    "AttendanceEvent",
    "Cohort",
    "CohortNotice",
    "DeadlineDone",
    "Decision",
    "Enrollment",
    "LessonProgress",
    "Offer",
    "PolicyVersion",
    "Program",
    "RemovedSession",
    "Room",
    "Rotation",
    "RotationPlace",
    "RotationStop",
    "Seat",
    "SeatPool",
    "Session",
    "Station",
    "Teaching",
    "Venue",
    "WrongDigits",
]
