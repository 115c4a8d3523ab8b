"""The states of what members of the consortium ask for, and the steps between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DemandState(TextChoices):
    STATED = "stated", pgettext_lazy("demand", "waits for an answer")
    ANSWERED = "answered", pgettext_lazy("demand", "answered")
    PLANNED = "planned", pgettext_lazy("demand", "cohort planned")
    DECLINED = "declined", pgettext_lazy("demand", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("demand", "taken back")


DEMAND_TRANSITIONS: dict[str, frozenset[str]] = {
    DemandState.STATED: frozenset(
        {DemandState.ANSWERED, DemandState.PLANNED, DemandState.DECLINED, DemandState.WITHDRAWN}
    ),
    DemandState.ANSWERED: frozenset({DemandState.PLANNED, DemandState.DECLINED, DemandState.WITHDRAWN}),
    DemandState.PLANNED: frozenset(),
    DemandState.DECLINED: frozenset(),
    DemandState.WITHDRAWN: frozenset(),
}


class DemandFor(TextChoices):
    STAFF = "staff", _("our own staff, under contract (재직자 위탁)")
    HIRES = "hires", _("new hires (채용 예정자)")


class Level(TextChoices):
    BASIC = "basic", pgettext_lazy("level of training", "basic")
    INTERMEDIATE = "intermediate", pgettext_lazy("level of training", "intermediate")
    ADVANCED = "advanced", pgettext_lazy("level of training", "advanced")


class AgreementKind(TextChoices):
    MOU = "mou", _("memorandum of understanding (MOU)")
    TRAINING = "training", _("training agreement (협약)")
    OTHER = "other", pgettext_lazy("agreement", "other")


class ProjectKind(TextChoices):
    DEVELOPMENT = "development", pgettext_lazy("project", "joint development")
    TRAINING = "training", pgettext_lazy("project", "joint training")


class ProjectState(TextChoices):
    IDEA = "idea", pgettext_lazy("project", "idea")
    PROPOSED = "proposed", pgettext_lazy("project", "proposed")
    APPROVED = "approved", pgettext_lazy("project", "approved")
    RUNNING = "running", pgettext_lazy("project", "running")
    DONE = "done", pgettext_lazy("project", "done")


PROJECT_TRANSITIONS: dict[str, frozenset[str]] = {
    ProjectState.IDEA: frozenset({ProjectState.PROPOSED}),
    ProjectState.PROPOSED: frozenset({ProjectState.APPROVED, ProjectState.IDEA}),
    ProjectState.APPROVED: frozenset({ProjectState.RUNNING, ProjectState.PROPOSED}),
    ProjectState.RUNNING: frozenset({ProjectState.DONE, ProjectState.APPROVED}),
    ProjectState.DONE: frozenset(),
}


class EventKind(TextChoices):
    LECTURE = "lecture", pgettext_lazy("event", "open lecture")
    NETWORKING = "networking", pgettext_lazy("event", "networking")
    JOB_FAIR = "job_fair", pgettext_lazy("event", "job fair")


class EventState(TextChoices):
    DRAFT = "draft", pgettext_lazy("event", "draft")
    ANNOUNCED = "announced", pgettext_lazy("event", "announced")
    HELD = "held", pgettext_lazy("event", "held")
    CANCELED = "canceled", pgettext_lazy("event", "canceled")


EVENT_TRANSITIONS: dict[str, frozenset[str]] = {
    EventState.DRAFT: frozenset({EventState.ANNOUNCED, EventState.CANCELED}),
    EventState.ANNOUNCED: frozenset({EventState.HELD, EventState.CANCELED}),
    EventState.HELD: frozenset(),
    EventState.CANCELED: frozenset(),
}


class RegistrationState(TextChoices):
    REGISTERED = "registered", pgettext_lazy("registration", "registered")
    WAITING = "waiting", pgettext_lazy("registration", "on the waiting list")
    CAME = "came", pgettext_lazy("registration", "came")
    ABSENT = "absent", pgettext_lazy("registration", "did not come")
    CANCELED = "canceled", pgettext_lazy("registration", "canceled")


_R = RegistrationState
REGISTRATION_TRANSITIONS: dict[str, frozenset[str]] = {
    _R.REGISTERED: frozenset({_R.CAME, _R.ABSENT, _R.CANCELED}),
    _R.WAITING: frozenset({_R.REGISTERED, _R.CANCELED}),
    _R.CAME: frozenset(),
    _R.ABSENT: frozenset({_R.CAME}),
    _R.CANCELED: frozenset({_R.REGISTERED, _R.WAITING}),
}


class OutcomeStatus(TextChoices):
    IN_FIELD = "in_field", pgettext_lazy("outcome", "employed in the field")
    ELSEWHERE = "elsewhere", pgettext_lazy("outcome", "employed elsewhere")
    STUDY = "study", pgettext_lazy("outcome", "studying")
    LOOKING = "looking", pgettext_lazy("outcome", "looking for work")
    NOT_ANSWERED = "not_answered", pgettext_lazy("outcome", "not answered")


class ReportUnit(TextChoices):
    """What the period of a report is cut into."""

    MONTH = "month", pgettext_lazy("report", "month")
    QUARTER = "quarter", pgettext_lazy("report", "quarter")
    YEAR = "year", pgettext_lazy("report", "year")


class ReportState(TextChoices):
    DRAFT = "draft", pgettext_lazy("report", "draft")
    SUBMITTED = "submitted", pgettext_lazy("report", "submitted")


REPORT_TRANSITIONS: dict[str, frozenset[str]] = {
    ReportState.DRAFT: frozenset({ReportState.SUBMITTED}),
    ReportState.SUBMITTED: frozenset(),  # a correction is a further edition
}
