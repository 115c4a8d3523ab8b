"""Programs, cohorts, seats, people in training, and the attendance ledger."""

from enrollment.models.admissions import Admission
from enrollment.models.attendance import AttendanceEvent, WrongDigits
from enrollment.models.cohorts import Cohort, Room, Session, Teaching, Venue
from enrollment.models.documents import Document
from enrollment.models.endings import Dismissal
from enrollment.models.people import Decision, Enrollment, LessonProgress
from enrollment.models.programs import PolicyVersion, Program
from enrollment.models.seats import Application, Offer, Seat, SeatPool
from enrollment.models.selection import Objection, Score, SelectionRound, Verdict

__all__ = [
    "Admission",
    "Application",
    "AttendanceEvent",
    "Cohort",
    "Decision",
    "Dismissal",
    "Document",
    "Enrollment",
    "LessonProgress",
    "Objection",
    "Offer",
    "PolicyVersion",
    "Program",
    "Room",
    "Score",
    "Seat",
    "SeatPool",
    "SelectionRound",
    "Session",
    "Teaching",
    "Venue",
    "Verdict",
    "WrongDigits",
]
