"""The instructor's desk."""

from django.urls import path

from enrollment.views import teach, teach_projector, teach_quizzes, training_logs

urlpatterns = [
    path("", teach.desk, name="teach"),
    path("sessions/<int:session_id>/", teach.roster, name="roster"),
    path("sessions/<int:session_id>/sheet/", teach.sheet, name="paper_sheet"),
    path("sessions/<int:session_id>/rows/", teach.rows, name="roster_rows"),
    path("sessions/<int:session_id>/open/", teach.open_session, name="open_session"),
    path("sessions/<int:session_id>/close/", teach.close_session, name="close_session"),
    path("sessions/<int:session_id>/reopen/", teach.reopen_session, name="reopen_session"),
    path("sessions/<int:session_id>/mark/", teach.mark, name="mark_attendance"),
    path("sessions/<int:session_id>/undo/<int:event_id>/", teach.undo, name="undo_attendance"),
    path("sessions/<int:session_id>/projector/", teach_projector.projector, name="projector"),
    path("sessions/<int:session_id>/code/", teach_projector.code, name="session_code"),
    path("sessions/<int:session_id>/log/", training_logs.session_log, name="session_log"),
    path("cohorts/<int:cohort_id>/units/<int:number>/logs/", training_logs.unit_logs, name="unit_logs"),
    path("cohorts/<int:cohort_id>/quizzes/", teach_quizzes.cohort_quizzes, name="cohort_quizzes"),
    path("cohorts/<int:cohort_id>/quizzes/<int:quiz_id>/", teach_quizzes.quiz_results, name="quiz_results"),
    path(
        "cohorts/<int:cohort_id>/quizzes/<int:quiz_id>/regrade/", teach_quizzes.regrade_preview, name="regrade_preview"
    ),
    path("cohorts/<int:cohort_id>/quizzes/<int:quiz_id>/regrade/confirm/", teach_quizzes.regrade, name="regrade_quiz"),
    path("answers/<int:answer_id>/grade/", teach_quizzes.grade_answer, name="grade_answer"),
]
