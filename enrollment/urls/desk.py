"""The operator's desk."""

from django.urls import path

from enrollment.views import personal_codes, surveys
from enrollment.views.desk import admission, board, endings, people, selection, timetable, work

urlpatterns = [
    path("", board.board, name="desk"),
    path("work/", work.work, name="work"),
    path("work/retry/", work.retry_dead, name="retry_dead_work"),
    path("work/<int:owed_id>/retry/", work.retry, name="retry_work"),
    path("work/<int:owed_id>/put-aside/", work.put_aside, name="put_aside_work"),
    path("cohorts/new/", board.create, name="create_cohort"),
    path("cohorts/<int:cohort_id>/", people.recruitment, name="cohort"),
    path("cohorts/<int:cohort_id>/change/", board.change, name="change_cohort"),
    path("cohorts/<int:cohort_id>/step/", board.step, name="cohort_step"),
    path("cohorts/<int:cohort_id>/seats/", board.capacity, name="cohort_seats"),
    path("cohorts/<int:cohort_id>/roster/", people.roster, name="cohort_roster"),
    path("cohorts/<int:cohort_id>/roster/add/", people.add, name="add_person"),
    path("cohorts/<int:cohort_id>/codes/", personal_codes.cohort_codes, name="cohort_codes"),
    path("cohorts/<int:cohort_id>/codes/make/", personal_codes.make_cards, name="make_cards"),
    path("cohorts/<int:cohort_id>/codes/cards/", personal_codes.print_cards, name="print_cards"),
    path("codes/<int:code_id>/take-back/", personal_codes.take_back, name="take_back_code"),
    path("cohorts/<int:cohort_id>/instructors/add/", people.assign, name="assign_instructor"),
    path("cohorts/<int:cohort_id>/timetable/", timetable.sessions, name="cohort_timetable"),
    path("cohorts/<int:cohort_id>/timetable/add/", timetable.add, name="add_session"),
    path("cohorts/<int:cohort_id>/timetable/generate/", timetable.generate, name="generate_sessions"),
    path("cohorts/<int:cohort_id>/records/", people.records, name="cohort_records"),
    path("cohorts/<int:cohort_id>/survey/", surveys.cohort_survey, name="cohort_survey"),
    path("cohorts/<int:cohort_id>/survey.csv", surveys.cohort_survey_file, name="cohort_survey_file"),
    path("cohorts/<int:cohort_id>/selection/", selection.table, name="selection"),
    path("cohorts/<int:cohort_id>/selection/confirm/", selection.confirm, name="confirm_selection"),
    path("cohorts/<int:cohort_id>/quotas/", selection.quota, name="cohort_quotas"),
    path("applications/<int:application_id>/score/", selection.score, name="score_application"),
    path("applications/<int:application_id>/verdict/", selection.verdict, name="verdict"),
    path("programs/<int:program_id>/admission/", admission.change, name="admission"),
    path("objections/<int:objection_id>/", selection.objection, name="objection"),
    path("documents/<int:document_id>/", selection.document, name="desk_document"),
    path("applications/<int:application_id>/", people.application, name="desk_application"),
    path("applications/<int:application_id>/<slug:act>/", people.decide, name="decide_application"),
    path("enrollments/<int:enrollment_id>/withdraw/", people.withdraw, name="withdraw_enrollment"),
    path("enrollments/<int:enrollment_id>/", endings.person, name="desk_enrollment"),
    path("enrollments/<int:enrollment_id>/<slug:act>/", endings.act, name="act_on_enrollment"),
    path("dismissals/<int:dismissal_id>/<slug:act>/", endings.decide_dismissal, name="decide_dismissal"),
    path("teachings/<int:teaching_id>/end/", people.end_teaching, name="end_teaching"),
    path("sessions/<int:session_id>/", timetable.change, name="change_session"),
    path("sessions/<int:session_id>/remove/", timetable.remove, name="remove_session"),
]
