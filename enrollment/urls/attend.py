"""Where the QR leads."""

from django.urls import path

from enrollment.views import attend

urlpatterns = [
    path("<int:session_id>/", attend.act, name="attend"),
    path("<int:session_id>/digits/", attend.digits, name="attend_digits"),
    path("<int:session_id>/recheck/", attend.answer_recheck, name="answer_recheck"),
    path("<int:session_id>/recorded/<int:event_id>/", attend.recorded, name="attend_recorded"),
    path("<int:session_id>/<str:code>/", attend.arrive, name="attend_code"),
]
