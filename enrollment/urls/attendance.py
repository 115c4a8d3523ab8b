"""Attendance on the operator's desk."""

from django.urls import path

from enrollment.views import attendance, attendance_records
from enrollment.views.desk import claims

urlpatterns = [
    path("cohorts/<int:cohort_id>/attendance/", attendance.cohort_attendance, name="cohort_attendance"),
    path("cohorts/<int:cohort_id>/units/<int:number>/", attendance_records.unit_book, name="unit_book"),
    path(
        "cohorts/<int:cohort_id>/units/<int:number>/book.xlsx", attendance_records.unit_book_xlsx, name="unit_book_xlsx"
    ),
    path("cohorts/<int:cohort_id>/units/<int:number>/book.pdf", attendance_records.unit_book_pdf, name="unit_book_pdf"),
    path("cohorts/<int:cohort_id>/corrections.pdf", attendance_records.corrections_pdf, name="corrections_pdf"),
    path("cohorts/<int:cohort_id>/units/<int:number>/close/", attendance_records.close_unit, name="close_unit"),
    path(
        "cohorts/<int:cohort_id>/attendance/comparison.csv", attendance_records.comparison_file, name="comparison_file"
    ),
    path("cohorts/<int:cohort_id>/attendance/compare/", attendance_records.compare, name="compare_attendance"),
    path("enrollments/<int:enrollment_id>/attendance/", attendance.decide_day, name="decide_day"),
    path("attendance/<int:event_id>/undo/", attendance.undo_decision, name="undo_decision"),
    path("claims/", claims.queue, name="claims"),
    path("claims/<int:claim_id>/", claims.decide, name="decide_claim"),
    path("claims/<int:claim_id>/take-back/", claims.take_back, name="take_back_claim_for"),
    path("claim-papers/<int:paper_id>/", claims.paper, name="desk_claim_paper"),
    path("enrollments/<int:enrollment_id>/claims/<slug:kind>/", claims.file_for, name="file_claim_for"),
    path("cohorts/<int:cohort_id>/corrections/", claims.register, name="corrections"),
]
