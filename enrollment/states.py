"""The states of cohorts, applications, offers and enrollments, and the steps between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CohortState(TextChoices):
    PLANNED = "planned", _("planned")
    OPEN = "open", _("open for applications")
    CLOSED = "closed", _("applications closed")
    RUNNING = "running", _("running")
    ENDED = "ended", pgettext_lazy("cohort", "ended")
    SETTLED = "settled", _("settled")
    CANCELED = "canceled", _("canceled")


COHORT_TRANSITIONS: dict[str, frozenset[str]] = {
    CohortState.PLANNED: frozenset({CohortState.OPEN, CohortState.CANCELED}),
    CohortState.OPEN: frozenset({CohortState.CLOSED, CohortState.CANCELED}),
    CohortState.CLOSED: frozenset({CohortState.OPEN, CohortState.RUNNING, CohortState.CANCELED}),
    CohortState.RUNNING: frozenset({CohortState.ENDED, CohortState.CANCELED}),
    CohortState.ENDED: frozenset({CohortState.SETTLED}),
    CohortState.SETTLED: frozenset({CohortState.ENDED}),  # reopening, with a reason
    CohortState.CANCELED: frozenset(),
}


class Selection(TextChoices):
    FIRST_COME = "first_come", _("first come, first served")
    REVIEWED = "reviewed", _("selection by review")


class Audience(TextChoices):
    """Whom of a cohort a notice is for."""

    TRAINEES = "trainees", _("Trainees")
    APPLICANTS = "applicants", _("Applicants who are not in yet")
    INSTRUCTORS = "instructors", _("Instructors")


class ApplicantKind(TextChoices):
    EMPLOYED = "employed", _("employed (재직자)")
    JOB_SEEKER = "job_seeker", _("job seeker (예비취업자)")
    SPONSORED = "sponsored", _("sent by my employer (협약기업 추천)")


class ApplicationState(TextChoices):
    DRAFT = "draft", _("not submitted yet")
    APPLIED = "applied", _("under review")
    SELECTED = "selected", _("selected")
    WAITLISTED = "waitlisted", _("waitlisted")
    REJECTED = "rejected", _("not selected")
    ENROLLED = "enrolled", pgettext_lazy("application", "enrolled")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")


_A = ApplicationState
APPLICATION_TRANSITIONS: dict[str, frozenset[str]] = {
    _A.DRAFT: frozenset({_A.APPLIED, _A.WITHDRAWN}),
    _A.APPLIED: frozenset({_A.SELECTED, _A.WAITLISTED, _A.REJECTED, _A.WITHDRAWN}),
    _A.WAITLISTED: frozenset({_A.SELECTED, _A.WITHDRAWN}),
    _A.REJECTED: frozenset({_A.SELECTED, _A.WAITLISTED, _A.WITHDRAWN}),
    _A.SELECTED: frozenset({_A.ENROLLED, _A.WITHDRAWN}),
    _A.ENROLLED: frozenset(),
    _A.WITHDRAWN: frozenset({_A.WAITLISTED}),
}


class Outcome(TextChoices):
    """What a selection proposes for one applicant, and what a person decides."""

    SELECTED = "selected", pgettext_lazy("result", "selected")
    WAITLISTED = "waitlisted", pgettext_lazy("result", "waitlisted")
    REJECTED = "rejected", pgettext_lazy("result", "not selected")


class ObjectionState(TextChoices):
    FILED = "filed", pgettext_lazy("objection", "waiting for an answer")
    GRANTED = "granted", pgettext_lazy("objection", "granted")
    REFUSED = "refused", pgettext_lazy("objection", "refused")


OBJECTION_TRANSITIONS: dict[str, frozenset[str]] = {
    ObjectionState.FILED: frozenset({ObjectionState.GRANTED, ObjectionState.REFUSED}),
    ObjectionState.GRANTED: frozenset(),
    ObjectionState.REFUSED: frozenset(),
}


class DismissalGround(TextChoices):
    """국민내일배움카드 운영규정 §35①, and §35② for what the center may decide by its own published rule."""

    UNIT_ABSENCES = "unit_absences", _("half of a unit period missed (§35①1가)")
    ABSENCES = "absences", _("more than a fifth of all days missed (§35①1나)")
    FRAUD = "fraud", _("proxy attendance or fraud (§35①)")
    HARM = "harm", _("harm to others (§35①)")
    CENTER_RULE = "center_rule", _("the center's own published rule (§35②)")


class DismissalState(TextChoices):
    NOTICED = "noticed", pgettext_lazy("dismissal", "notice given")
    APPEALED = "appealed", pgettext_lazy("dismissal", "appealed")
    IN_FORCE = "in_force", pgettext_lazy("dismissal", "dismissed")
    TAKEN_BACK = "taken_back", pgettext_lazy("dismissal", "taken back")


DISMISSAL_TRANSITIONS: dict[str, frozenset[str]] = {
    DismissalState.NOTICED: frozenset({DismissalState.APPEALED, DismissalState.IN_FORCE, DismissalState.TAKEN_BACK}),
    DismissalState.APPEALED: frozenset({DismissalState.IN_FORCE, DismissalState.TAKEN_BACK}),
    DismissalState.IN_FORCE: frozenset(),
    DismissalState.TAKEN_BACK: frozenset(),
}


class OfferState(TextChoices):
    OPEN = "open", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("taken back")


OFFER_TRANSITIONS: dict[str, frozenset[str]] = {
    OfferState.OPEN: frozenset({OfferState.ACCEPTED, OfferState.DECLINED, OfferState.EXPIRED, OfferState.WITHDRAWN}),
    OfferState.ACCEPTED: frozenset(),
    OfferState.DECLINED: frozenset(),
    OfferState.EXPIRED: frozenset(),
    OfferState.WITHDRAWN: frozenset(),
}


class AgreementState(TextChoices):
    """Seats agreed with an employer, from the agreement to the day when no more staff can be nominated."""

    OPEN = "open", pgettext_lazy("agreement", "open for nominations")
    ENDED = "ended", pgettext_lazy("agreement", "nominations over")
    WITHDRAWN = "withdrawn", pgettext_lazy("agreement", "withdrawn")


AGREEMENT_TRANSITIONS: dict[str, frozenset[str]] = {
    AgreementState.OPEN: frozenset({AgreementState.ENDED, AgreementState.WITHDRAWN}),
    AgreementState.ENDED: frozenset({AgreementState.WITHDRAWN}),
    AgreementState.WITHDRAWN: frozenset(),
}


class NominationState(TextChoices):
    INVITED = "invited", pgettext_lazy("nomination", "invited")
    ACCEPTED = "accepted", pgettext_lazy("nomination", "accepted")
    DECLINED = "declined", pgettext_lazy("nomination", "declined")
    EXPIRED = "expired", pgettext_lazy("nomination", "not answered in time")
    WITHDRAWN = "withdrawn", pgettext_lazy("nomination", "withdrawn")


_N = NominationState
NOMINATION_TRANSITIONS: dict[str, frozenset[str]] = {
    _N.INVITED: frozenset({_N.ACCEPTED, _N.DECLINED, _N.EXPIRED, _N.WITHDRAWN}),
    _N.ACCEPTED: frozenset(),
    _N.DECLINED: frozenset(),
    _N.EXPIRED: frozenset(),
    _N.WITHDRAWN: frozenset(),
}


class EnrollmentState(TextChoices):
    ENROLLED = "enrolled", _("in training (훈련중)")
    COMPLETED = "completed", _("completed (수료)")
    NOT_COMPLETED = "not_completed", _("not completed (미수료)")
    EARLY_EMPLOYED = "early_employed", _("employed early (조기취업)")
    WITHDRAWN = "withdrawn", _("withdrawn (수강철회)")
    DISMISSED = "dismissed", _("dismissed (제적)")
    MOVED = "moved", _("moved to another cohort")
    CANCELED = "canceled", _("canceled")


_E = EnrollmentState
ENROLLMENT_TRANSITIONS: dict[str, frozenset[str]] = {
    _E.ENROLLED: frozenset(
        {_E.COMPLETED, _E.NOT_COMPLETED, _E.EARLY_EMPLOYED, _E.WITHDRAWN, _E.DISMISSED, _E.MOVED, _E.CANCELED}
    ),
    _E.COMPLETED: frozenset({_E.ENROLLED}),  # reopening, with a reason
    _E.NOT_COMPLETED: frozenset({_E.ENROLLED}),
    _E.EARLY_EMPLOYED: frozenset({_E.ENROLLED}),  # only with the sheet that wrote it, by mistake
    _E.WITHDRAWN: frozenset({_E.ENROLLED}),
    _E.DISMISSED: frozenset(),
    _E.MOVED: frozenset(),
    _E.CANCELED: frozenset(),
}


class EventKind(TextChoices):
    """What the attendance ledger can hold."""

    IN = "in", _("check-in")
    OUT = "out", _("check-out")
    AWAY = "away", _("out (외출)")
    BACK = "back", _("back")
    MANUAL = "manual", _("marked by hand")
    CORRECTION = "correction", _("correction")
    RECOGNIZED = "recognized", _("recognized absence (출석인정)")
    UNDO = "undo", _("undone")


class EventSource(TextChoices):
    QR = "qr", _("QR")
    DIGITS = "digits", _("typed digits")
    ROSTER = "roster", _("roster")
    PAPER = "paper", _("paper sheet")
    CLAIM = "claim", _("approved claim")
    IMPORT = "import", _("import")
    DESK = "desk", _("operator's desk")
    KIOSK = "kiosk", _("kiosk")
    CARD = "card", _("card at the kiosk")


class CodeKind(TextChoices):
    """Where a personal code stands."""

    PHONE = "phone", _("on the phone")
    CARD = "card", _("on a printed card")


class KioskAct(TextChoices):
    """What was chosen at the kiosk before a scan."""

    AUTO = "auto", pgettext_lazy("kiosk", "Automatic")
    OUT = "out", pgettext_lazy("kiosk", "Check out")
    AWAY = "away", pgettext_lazy("kiosk", "Go out")
    BACK = "back", pgettext_lazy("kiosk", "Come back")


class ScanState(TextChoices):
    """What became of a scan at a kiosk."""

    WAITING = "waiting", pgettext_lazy("scan", "waits for a tap")
    COUNTED = "counted", pgettext_lazy("scan", "counted")
    REPEATED = "repeated", pgettext_lazy("scan", "stood already")
    REFUSED = "refused", pgettext_lazy("scan", "refused")


SCAN_TRANSITIONS: dict[str, frozenset[str]] = {
    ScanState.WAITING: frozenset({ScanState.COUNTED, ScanState.REPEATED, ScanState.REFUSED}),
    ScanState.COUNTED: frozenset(),  # undone in the ledger, by a further line
    ScanState.REPEATED: frozenset(),
    ScanState.REFUSED: frozenset(),
}


class ScanRefusal(TextChoices):
    """Why a scan at a kiosk did not count, in a sentence."""

    FORM = "form", _("This is no personal code. Show the code of your desk, or your card.")
    UNKNOWN = "unknown", _("Nobody here has this code. Show the code that your desk shows now.")
    REVOKED = "revoked", _("This code was replaced or taken back. Open your code on your phone again.")
    FORGED = "forged", _("This code was not made by the phone it names. Show the code that your desk shows now.")
    EXPIRED = "expired", _("This code was not on the phone at that time. Show the code itself, not a picture of it.")
    USED = "used", _("This code was used already. Wait for the next one and show it again.")
    ELSEWHERE = "elsewhere", _("No class of this person meets here on this day. Ask the instructor to mark by hand.")
    WINDOW = "window", _("The roll was not open at that time. Ask the instructor to mark by hand.")
    CLOCK = (
        "clock",
        _("The kiosk's clock was more than ten minutes off, so this did not count. Ask to be marked by hand."),
    )
    CHOOSE = "choose", _("Already checked in. To leave, choose “Go out” or “Check out” first, then scan again.")
    ORDER = "order", _("That does not follow from what is recorded on this day. Ask the instructor to mark by hand.")
    DISMISSED = "dismissed", _("The instructor did not confirm this card.")


class ClaimReason(TextChoices):
    """Why a day is recognized or corrected (국민내일배움카드 운영규정 별표 3 and §34④, as summarized in practice)."""

    RESERVE_FORCES = "reserve", _("reserve forces or civil defense")
    CONSCRIPTION = "conscription", _("conscription examination")
    EXAM = "exam", _("qualification examination")
    INTERVIEW = "interview", _("job interview")
    WEDDING = "wedding", _("wedding")
    BEREAVEMENT = "bereavement", _("bereavement")
    BIRTH = "birth", _("spouse giving birth")
    ILLNESS = "illness", _("illness or hospital")
    LEAVE = "leave", _("leave")
    DEVICE = "device", _("power or device failure")
    OTHER = "other", _("other reason")


class ClaimKind(TextChoices):
    RECOGNITION = "recognition", _("recognized absence (출석인정)")
    CORRECTION = "correction", _("correction of a day (출결정정)")


class ClaimState(TextChoices):
    PENDING = "pending", pgettext_lazy("claim", "waiting for a decision")
    ACCEPTED = "accepted", pgettext_lazy("claim", "accepted")
    REJECTED = "rejected", pgettext_lazy("claim", "rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("claim", "taken back")


CLAIM_TRANSITIONS: dict[str, frozenset[str]] = {
    ClaimState.PENDING: frozenset({ClaimState.ACCEPTED, ClaimState.REJECTED, ClaimState.WITHDRAWN}),
    ClaimState.ACCEPTED: frozenset(),  # undone by a further claim
    ClaimState.REJECTED: frozenset(),
    ClaimState.WITHDRAWN: frozenset(),
}


class DayStatus(TextChoices):
    """How a day counts, as the trainee reads it."""

    PRESENT = "present", _("present")
    LATE = "late", _("late")
    LEFT_EARLY = "left_early", _("left early")
    AWAY = "away", _("away")
    ABSENT = "absent", _("absent")
    RECOGNIZED = "recognized", _("recognized absence")
    CHECKED_IN = "checked_in", _("checked in only")
    UPCOMING = "upcoming", _("to come")


class AttemptState(TextChoices):
    OPEN = "open", pgettext_lazy("attempt", "open")
    SUBMITTED = "submitted", pgettext_lazy("attempt", "handed in, being graded")
    GRADED = "graded", pgettext_lazy("attempt", "graded")


ATTEMPT_TRANSITIONS: dict[str, frozenset[str]] = {
    AttemptState.OPEN: frozenset({AttemptState.SUBMITTED}),
    AttemptState.SUBMITTED: frozenset({AttemptState.GRADED}),
    AttemptState.GRADED: frozenset(
        {AttemptState.SUBMITTED}
    ),  # a first grade taken back; regrading changes the score alone
}


class ThreadState(TextChoices):
    OPEN = "open", pgettext_lazy("thread", "open")
    CLOSED = "closed", pgettext_lazy("thread", "closed")


THREAD_TRANSITIONS: dict[str, frozenset[str]] = {
    ThreadState.OPEN: frozenset({ThreadState.CLOSED}),
    ThreadState.CLOSED: frozenset({ThreadState.OPEN}),  # by a further message
}


class SafetyClass(TextChoices):
    """What somebody needs before they work at an instrument."""

    GENERAL = "general", pgettext_lazy("safety class", "general")
    INSTRUCTED = "instructed", pgettext_lazy("safety class", "after instruction")
    SUPERVISED = "supervised", pgettext_lazy("safety class", "supervised only")


class SurveyKind(TextChoices):
    """How a question of the survey is answered."""

    SCALE = "scale", _("from 1 to 5")
    TEXT = "text", _("in words")


class SheetKind(TextChoices):
    """What the lines of a sheet do."""

    APPLICANTS = "applicants", _("applicants")
    ROSTER = "roster", _("changes of the roster")
    GRADES = "grades", _("grades by hand")
    SKILLS = "skills", _("readings at the bench")


class SheetState(TextChoices):
    """How far a sheet is."""

    READING = "reading", _("being read")
    REFUSED = "refused", _("not taken")
    READY = "ready", _("ready to be written")
    WRITING = "writing", _("being written")
    DONE = "done", pgettext_lazy("sheet", "written")
    DISCARDED = "discarded", _("discarded")
    UNDONE = "undone", pgettext_lazy("sheet", "taken back")


SHEET_TRANSITIONS = {
    SheetState.READING: frozenset({SheetState.READY, SheetState.REFUSED}),
    SheetState.READY: frozenset({SheetState.WRITING, SheetState.DISCARDED}),
    SheetState.WRITING: frozenset({SheetState.DONE, SheetState.REFUSED}),
    SheetState.REFUSED: frozenset(),
    SheetState.DONE: frozenset({SheetState.UNDONE}),
    SheetState.DISCARDED: frozenset(),
    SheetState.UNDONE: frozenset(),
}
