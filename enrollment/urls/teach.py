"""The instructor's desk."""

from django.urls import path

from enrollment.views import (
    grades,
    kiosks,
    surveys,
    teach,
    teach_bank,
    teach_projector,
    teach_questions,
    teach_quizzes,
    teach_skills,
    training_logs,
)

urlpatterns = [
    path("", teach.desk, name="teach"),
    path("kiosk/", kiosks.listed, name="kiosks"),
    path("kiosk/<int:kiosk_id>/", kiosks.scanned, name="kiosk_scanned"),
    path("kiosk/<int:kiosk_id>/end/", kiosks.end, name="end_kiosk"),
    path("kiosk/scans/<int:scan_id>/", kiosks.decide, name="decide_card"),
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
    path("cohorts/<int:cohort_id>/skills/", teach_skills.matrix, name="cohort_skills"),
    path("cohorts/<int:cohort_id>/skills/<int:skill_id>/", teach_skills.bench, name="bench"),
    path("skill-records/<int:record_id>/", teach_skills.record, name="skill_record"),
    path("skill-records/<int:record_id>/correct/", teach_skills.correct, name="correct_skill_record"),
    path("skill-records/<int:record_id>/second/", teach_skills.second, name="second_skill_record"),
    path("skill-records/<int:record_id>/photos/", teach_skills.add_photo, name="add_skill_photo"),
    path("skill-photos/<int:photo_id>/", teach_skills.photo, name="skill_photo"),
    path("skill-photos/<int:photo_id>/erase/", teach_skills.erase_photo, name="erase_skill_photo"),
    path("cohorts/<int:cohort_id>/grades/", grades.book, name="gradebook"),
    path("cohorts/<int:cohort_id>/grades.csv", grades.book_file, name="gradebook_file"),
    path("grades/<int:enrollment_id>/", grades.person, name="person_grades"),
    path("cohorts/<int:cohort_id>/survey/", surveys.taught_survey, name="taught_survey"),
    path("cohorts/<int:cohort_id>/questions-asked/", teach_questions.questions_asked, name="questions_asked"),
    path(
        "cohorts/<int:cohort_id>/questions-asked/<int:thread_id>/",
        teach_questions.question_asked,
        name="question_asked",
    ),
    path(
        "cohorts/<int:cohort_id>/questions-asked/<int:thread_id>/close/",
        teach_questions.close_question_asked,
        name="close_question_asked",
    ),
    path("cohorts/<int:cohort_id>/questions/", teach_bank.cohort_questions, name="cohort_questions"),
    path("cohorts/<int:cohort_id>/questions/bring-in/", teach_bank.bring_in, name="bring_in_questions"),
    path("cohorts/<int:cohort_id>/questions/<slug:form>/", teach_bank.download, name="download_questions"),
]
