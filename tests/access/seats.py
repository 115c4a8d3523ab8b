"""Rules of cohorts, applications, seats and the operator's desk."""

from tests import factories
from tests.access.rules import EVERYONE, SIGNED_IN, Rule, only
from tests.cast import Cast

OPERATORS = only("operator", "admin")


def desk(name: str):
    return lambda cast: f"/desk/cohorts/{cast.cohort.pk}/{name}"


def trainees_application(cast: Cast) -> int:
    found = cast.cohort.applications.filter(applicant=cast.trainee).first()
    return (found or factories.ApplicationFactory(cohort=cast.cohort, applicant=cast.trainee)).pk


def enrollment(cast: Cast) -> int:
    return cast.cohort.enrollments.get().pk


def teaching(cast: Cast) -> int:
    return cast.cohort.teachings.get().pk


def session(cast: Cast) -> int:
    return (cast.cohort.sessions.first() or factories.SessionFactory(cohort=cast.cohort)).pk


def application(cast: Cast) -> int:
    found = cast.cohort.applications.first()
    return found.pk if found else trainees_application(cast)


RULES = {
    "enrollment:public_cohort": Rule(lambda cast: f"/cohorts/{cast.cohort.pk}/", EVERYONE),
    "enrollment:apply": Rule(lambda cast: f"/cohorts/{cast.cohort.pk}/apply/", SIGNED_IN),
    "enrollment:check_application": Rule(lambda cast: f"/cohorts/{cast.cohort.pk}/apply/check/", SIGNED_IN),
    "enrollment:application": Rule(lambda cast: f"/cohorts/applications/{application(cast)}/", only("trainee")),
    "enrollment:act_on_application": Rule(
        lambda cast: f"/cohorts/applications/{application(cast)}/withdraw/", only("trainee"), method="post"
    ),
    "enrollment:desk": Rule(lambda cast: "/desk/", OPERATORS),
    "enrollment:create_cohort": Rule(lambda cast: "/desk/cohorts/new/", OPERATORS, method="post"),
    "enrollment:cohort": Rule(desk(""), OPERATORS),
    "enrollment:change_cohort": Rule(desk("change/"), OPERATORS, method="post"),
    "enrollment:cohort_step": Rule(desk("step/"), OPERATORS, method="post"),
    "enrollment:cohort_seats": Rule(desk("seats/"), OPERATORS, method="post"),
    "enrollment:cohort_roster": Rule(desk("roster/"), OPERATORS),
    "enrollment:add_person": Rule(desk("roster/add/"), OPERATORS, method="post"),
    "enrollment:assign_instructor": Rule(desk("instructors/add/"), OPERATORS, method="post"),
    "enrollment:cohort_timetable": Rule(desk("timetable/"), OPERATORS),
    "enrollment:add_session": Rule(desk("timetable/add/"), OPERATORS, method="post"),
    "enrollment:generate_sessions": Rule(desk("timetable/generate/"), OPERATORS, method="post"),
    "enrollment:cohort_records": Rule(desk("records/"), OPERATORS),
    "enrollment:desk_application": Rule(lambda cast: f"/desk/applications/{application(cast)}/", OPERATORS),
    "enrollment:decide_application": Rule(
        lambda cast: f"/desk/applications/{application(cast)}/reject/", OPERATORS, method="post"
    ),
    "enrollment:withdraw_enrollment": Rule(
        lambda cast: f"/desk/enrollments/{enrollment(cast)}/withdraw/", OPERATORS, method="post"
    ),
    "enrollment:end_teaching": Rule(lambda cast: f"/desk/teachings/{teaching(cast)}/end/", OPERATORS, method="post"),
    "enrollment:change_session": Rule(lambda cast: f"/desk/sessions/{session(cast)}/", OPERATORS, method="post"),
    "enrollment:remove_session": Rule(lambda cast: f"/desk/sessions/{session(cast)}/remove/", OPERATORS),
}
