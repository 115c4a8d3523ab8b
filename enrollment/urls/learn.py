"""The trainee's desk."""

from django.urls import path

from enrollment.views import (
    answer_files,
    claims,
    dismissals,
    feeds,
    grades,
    learn,
    lessons,
    personal_codes,
    questions,
    quizzes,
    sponsors,
    surveys,
)

urlpatterns = [
    path("", learn.desk, name="learn"),
    path("sponsors/", sponsors.listed, name="sponsors"),
    path("sponsors/<int:organization_id>/<slug:act>/", sponsors.act, name="act_on_sponsor"),
    path("attendance/<int:enrollment_id>/", learn.trainee_attendance, name="trainee_attendance"),
    path("attendance/<int:enrollment_id>/claims/", claims.own_claims, name="own_claims"),
    path("attendance/<int:enrollment_id>/claims/<slug:kind>/", claims.file_claim, name="file_claim"),
    path("claims/<int:claim_id>/", claims.claim, name="claim"),
    path("claims/<int:claim_id>/take-back/", claims.take_back_claim, name="take_back_claim"),
    path("claim-papers/<int:paper_id>/", claims.claim_paper, name="claim_paper"),
    path("claim-papers/<int:paper_id>/erase/", claims.erase_claim_paper, name="erase_claim_paper"),
    path("calendar/", feeds.calendar, name="calendar"),
    path("calendar/make/", feeds.make_calendar, name="make_calendar"),
    path("calendar/end/", feeds.end_calendar, name="end_calendar"),
    path("dismissals/<int:dismissal_id>/", dismissals.notice, name="dismissal"),
    path("lessons/<int:lesson_id>/changes/", lessons.lesson_changes, name="lesson_changes"),
    path("code/", personal_codes.page, name="personal_code"),
    path("code/state/", personal_codes.state, name="personal_code_state"),
    path("code/new/", personal_codes.give, name="give_personal_code"),
    path("code/worker.js", personal_codes.worker, name="personal_code_worker"),
    path("notices/", learn.cohort_notices, name="cohort_notices"),
    path("questions/", questions.questions, name="questions"),
    path("questions/ask/<int:enrollment_id>/", questions.ask_question, name="ask_question"),
    path("questions/<int:thread_id>/", questions.question, name="question"),
    path("questions/<int:thread_id>/close/", questions.close_question, name="close_question"),
    path("surveys/<int:cohort_id>/", surveys.survey, name="survey"),
    path("quizzes/<int:quiz_id>/", quizzes.quiz, name="quiz"),
    path("quizzes/<int:quiz_id>/start/", quizzes.start_quiz, name="start_quiz"),
    path("quizzes/attempts/<int:attempt_id>/<int:position>/", quizzes.quiz_question, name="quiz_question"),
    path("quizzes/attempts/<int:attempt_id>/<int:position>/save/", quizzes.save_answer, name="save_answer"),
    path(
        "quizzes/attempts/<int:attempt_id>/<int:position>/files/", answer_files.add_answer_file, name="add_answer_file"
    ),
    path("quizzes/files/<int:file_id>/", answer_files.answer_file, name="answer_file"),
    path("quizzes/files/<int:file_id>/erase/", answer_files.erase_answer_file, name="erase_answer_file"),
    path("quizzes/attempts/<int:attempt_id>/review/", quizzes.quiz_review, name="quiz_review"),
    path("quizzes/attempts/<int:attempt_id>/hand-in/", quizzes.hand_in_quiz, name="hand_in_quiz"),
    path("quizzes/attempts/<int:attempt_id>/result/", quizzes.quiz_result, name="quiz_result"),
    path("grades/<int:enrollment_id>/", grades.own, name="own_grades"),
]
