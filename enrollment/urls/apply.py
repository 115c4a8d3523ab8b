"""Public: cohorts, applications, offers."""

from django.urls import path

from enrollment.views import apply, draft, nominations

urlpatterns = [
    path("<int:cohort_id>/", apply.cohort, name="public_cohort"),
    path("<int:cohort_id>/apply/", draft.tasks, name="apply"),
    path("<int:cohort_id>/apply/check/", draft.check, name="check_application"),
    path("<int:cohort_id>/apply/<slug:part>/", draft.part, name="apply_part"),
    path("documents/<int:document_id>/", draft.document, name="document"),
    path("documents/<int:document_id>/remove/", draft.remove_document, name="remove_document"),
    path("nominations/<int:nomination_id>/", nominations.answer, name="nomination"),
    path("nominations/<int:nomination_id>/decline/", nominations.decline, name="decline_nomination"),
    path("applications/<int:application_id>/", apply.status, name="application"),
    path("applications/<int:application_id>/<slug:act>/", apply.act, name="act_on_application"),
]
