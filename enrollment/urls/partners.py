"""The employer's desk."""

from django.urls import path

from enrollment.views import partners

urlpatterns = [
    path("", partners.desk, name="partners"),
    path("people.csv", partners.people_file, name="partners_file"),
    path("people/<int:enrollment_id>/", partners.person, name="partners_person"),
    path("agreements/<int:agreement_id>/nominate/", partners.nominate, name="nominate"),
    path("agreements/<int:agreement_id>/sheet/", partners.sheet, name="nominate_sheet"),
    path("nominations/<int:nomination_id>/withdraw/", partners.withdraw, name="withdraw_nomination"),
]
