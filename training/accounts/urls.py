"""The person's page, roles at the operator's desk, and what DEMO shows."""

from django.urls import path

from training.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/", views.profile, name="profile"),
    path("account/consents/<int:consent_id>/withdraw/", views.withdraw_consent, name="withdraw_consent"),
    path("account/consents/<int:text_id>/give/", views.give_consent, name="give_consent"),
    path("desk/people/", views.people, name="people"),
    path("desk/people/grant/", views.grant_role, name="grant_role"),
    path("desk/people/<int:membership_id>/revoke/", views.revoke_role, name="revoke_role"),
    path("demo/", views.demo, name="demo"),
    path("demo/mail/", views.demo_mail, name="demo_mail"),
]
