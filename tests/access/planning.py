"""Rules of timetables, places and the operator's calendar."""

from enrollment.services import feeds
from tests.access.rules import EVERYONE, SIGNED_IN, Rule
from tests.access.seats import OPERATORS, application, desk, session
from tests.cast import Cast
from training.core import clock


def place(cast: Cast) -> int:
    return cast.cohort.venue_id


def practice(act: str):
    return lambda cast: f"/desk/sessions/{session(cast)}/stations/{act}"


def program(act: str):
    return lambda cast: f"/desk/programs/{cast.cohort.program_id}/{act}"


def own_feed(cast: Cast) -> str:
    feed = feeds.make(cast.trainee, cast.complex, now=clock.now())
    return f"/calendar/{feed.pk}/{feed.token}.ics"


RULES = {
    "enrollment:public_timetable": Rule(lambda cast: f"/cohorts/{cast.cohort.pk}/timetable/", EVERYONE),
    "enrollment:calendar": Rule(lambda cast: "/learn/calendar/", SIGNED_IN),
    "enrollment:make_calendar": Rule(lambda cast: "/learn/calendar/make/", SIGNED_IN, method="post"),
    "enrollment:end_calendar": Rule(lambda cast: "/learn/calendar/end/", SIGNED_IN, method="post"),
    "enrollment:own_feed": Rule(own_feed, EVERYONE),
    "enrollment:timetable_feed": Rule(lambda cast: f"/cohorts/{cast.cohort.pk}/timetable.ics", EVERYONE),
    "enrollment:places": Rule(lambda cast: "/desk/places/", OPERATORS),
    "enrollment:add_place": Rule(lambda cast: "/desk/places/venue/add/", OPERATORS, method="post"),
    "enrollment:change_place": Rule(lambda cast: f"/desk/places/venue/{place(cast)}/", OPERATORS, method="post"),
    "enrollment:bulk_act": Rule(
        desk("act/"), OPERATORS, "post", data=lambda cast: {"act": "notice", "application": application(cast)}
    ),
    "enrollment:put_back": Rule(desk("put-back/"), OPERATORS, method="post"),
    "enrollment:untag": Rule(desk("untag/"), OPERATORS, method="post"),
    "enrollment:desk_calendar": Rule(lambda cast: "/desk/calendar/", OPERATORS),
    "enrollment:tick_deadline": Rule(desk("deadlines/roster/done/"), OPERATORS, method="post"),
    "enrollment:untick_deadline": Rule(desk("deadlines/roster/not-done/"), OPERATORS, method="post"),
    "enrollment:reopen_applications": Rule(desk("reopen/"), OPERATORS, method="post"),
    "enrollment:cancel_cohort": Rule(desk("cancel/"), OPERATORS, method="post"),
    "enrollment:programs": Rule(lambda cast: "/desk/programs/", OPERATORS),
    "enrollment:add_program": Rule(lambda cast: "/desk/programs/add/", OPERATORS, method="post"),
    "enrollment:change_program": Rule(program(""), OPERATORS, method="post"),
    "enrollment:follow_policy": Rule(program("rules/add/"), OPERATORS, method="post"),
    "enrollment:session_stations": Rule(practice(""), OPERATORS),
    "enrollment:move_groups": Rule(practice("move/"), OPERATORS, method="post"),
    "enrollment:clear_stations": Rule(practice("clear/"), OPERATORS, method="post"),
}
