"""Public: cohorts, applications, offers."""

from django.urls import path

from enrollment.views import apply

urlpatterns = [
    path("<int:cohort_id>/", apply.cohort, name="public_cohort"),
    path("<int:cohort_id>/apply/", apply.apply, name="apply"),
    path("<int:cohort_id>/apply/check/", apply.check, name="check_application"),
    path("applications/<int:application_id>/", apply.status, name="application"),
    path("applications/<int:application_id>/<slug:act>/", apply.act, name="act_on_application"),
]
