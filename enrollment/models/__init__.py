"""Programs, cohorts, seats, people in training, and the attendance ledger."""

from enrollment.models.admissions import Admission
from enrollment.models.attendance import AttendanceEvent, WrongDigits
from enrollment.models.calendar import ApplicationTag, CohortNotice, DeadlineDone, NoticeRecipient, RemovedSession
from enrollment.models.claims import Claim, ClaimDay, ClaimPaper
from enrollment.models.cohorts import Cohort, Room, Session, Teaching, Venue
from enrollment.models.documents import Document
from enrollment.models.endings import Dismissal
from enrollment.models.feeds import CalendarFeed
from enrollment.models.instruments import Booking, BookingSlot, Instrument, Measurand, Outage
from enrollment.models.kiosks import Kiosk, KioskScan, PersonalCode
from enrollment.models.people import Decision, Enrollment, LessonProgress
from enrollment.models.private_files import PrivateFile
from enrollment.models.programs import PolicyVersion, Program
from enrollment.models.quizzes import ExtraTime, QuizAnswer, QuizAttempt
from enrollment.models.rechecks import Recheck, RecheckCall
from enrollment.models.seats import Application, Offer, Seat, SeatPool
from enrollment.models.selection import Objection, Score, SelectionRound, Verdict
from enrollment.models.sheets import SheetImport
from enrollment.models.skills import SecondWord, SkillPhoto, SkillRecord
from enrollment.models.sponsorship import Nomination, SeatAgreement, Share
from enrollment.models.stations import Rotation, RotationPlace, RotationStop, Station
from enrollment.models.submissions import AnswerFile
from enrollment.models.surveys import Survey, SurveyAnswered, SurveyQuestion, SurveyResponse, SurveyVersion
from enrollment.models.threads import Message, Thread, ThreadReading
from enrollment.models.training_log import TrainingLog, UnitClosing

__all__ = [
    "Admission",
    "AnswerFile",
    "Application",
    "ApplicationTag",
    "AttendanceEvent",
    "Booking",
    "BookingSlot",
    "CalendarFeed",
    "Claim",
    "ClaimDay",
    "ClaimPaper",
    "Cohort",
    "CohortNotice",
    "DeadlineDone",
    "Decision",
    "Dismissal",
    "Document",
    "Enrollment",
    "ExtraTime",
    "Instrument",
    "Kiosk",
    "KioskScan",
    "LessonProgress",
    "Measurand",
    "Message",
    "Nomination",
    "NoticeRecipient",
    "Objection",
    "Offer",
    "Outage",
    "PersonalCode",
    "PolicyVersion",
    "PrivateFile",
    "Program",
    "QuizAnswer",
    "QuizAttempt",
    "Recheck",
    "RecheckCall",
    "RemovedSession",
    "Room",
    "Rotation",
    "RotationPlace",
    "RotationStop",
    "Score",
    "Seat",
    "SeatAgreement",
    "SeatPool",
    "SecondWord",
    "SelectionRound",
    "Session",
    "Share",
    "SheetImport",
    "SkillPhoto",
    "SkillRecord",
    "Station",
    "Survey",
    "SurveyAnswered",
    "SurveyQuestion",
    "SurveyResponse",
    "SurveyVersion",
    "Teaching",
    "Thread",
    "ThreadReading",
    "TrainingLog",
    "UnitClosing",
    "Venue",
    "Verdict",
    "WrongDigits",
]
