"""The person's page, roles at the operator's desk, and what DEMO shows."""

from django.urls import path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from training.accounts import views
from training.accounts.viewsets import AccountView

app_name = "accounts"
urlpatterns = [
    path("account/", views.profile, name="profile"),
    path("account/consents/<int:consent_id>/withdraw/", views.withdraw_consent, name="withdraw_consent"),
    path("account/consents/<int:text_id>/give/", views.give_consent, name="give_consent"),
    path("account/privacy/", views.privacy, name="privacy"),
    path("account/privacy/export/", views.ask_export, name="ask_export"),
    path("account/privacy/exports/<int:export_id>/", views.export_file, name="export_file"),
    path("account/privacy/correction/", views.ask_correction, name="ask_correction"),
    path("account/privacy/erasure/", views.ask_erasure, name="ask_erasure"),
    path("account/privacy/requests/<int:request_id>/take-back/", views.take_back_request, name="take_back_request"),
    path("account/privacy/agree-again/", views.agree_again, name="agree_again"),
    path("account/sessions/", views.own_sessions, name="sessions"),
    path("account/sessions/<int:session_id>/end/", views.end_session, name="end_session"),
    path("account/sessions/end-others/", views.end_other_sessions, name="end_other_sessions"),
    path("desk/people/", views.people, name="people"),
    path("desk/people/duplicates/", views.duplicates, name="duplicates"),
    path("desk/people/duplicates/<int:first_id>/<int:second_id>/", views.compare, name="compare_people"),
    path("desk/people/duplicates/<int:first_id>/<int:second_id>/different/", views.tell_apart, name="tell_apart"),
    path("desk/people/grant/", views.grant_role, name="grant_role"),
    path("desk/people/<int:membership_id>/revoke/", views.revoke_role, name="revoke_role"),
    path("desk/privacy/", views.privacy_desk, name="privacy_desk"),
    path("desk/privacy/requests/", views.privacy_requests, name="privacy_requests"),
    path("desk/privacy/requests/<int:request_id>/", views.privacy_request, name="privacy_request"),
    path("desk/privacy/requests/<int:request_id>/erase/", views.confirm_erasure, name="confirm_erasure"),
    path("desk/privacy/kept-apart/", views.kept_apart, name="kept_apart"),
    path("desk/privacy/kept-apart/<int:kept_id>/", views.open_kept_apart, name="open_kept_apart"),
    path("desk/privacy/breaches/", views.breach_register, name="breaches"),
    path("desk/privacy/breaches/new/", views.record_breach, name="record_breach"),
    path("desk/privacy/breaches/<int:breach_id>/", views.breach, name="breach"),
    path("desk/privacy/consents/", views.consent_texts, name="consent_texts"),
    path("desk/privacy/consents/<slug:key>/", views.consent_text, name="consent_text"),
    path("desk/retention/", views.retention_page, name="retention"),
    path("desk/privacy/access/", views.access, name="access"),
    path("desk/privacy/access.csv", views.access_file, name="access_file"),
    # Wagtail's own sign-in would go round the second factor, and its account page asks for first and last names.
    path("cms/login/", RedirectView.as_view(pattern_name="wagtailadmin_home"), name="cms_login"),
    path("cms/account/", require_admin_access(AccountView.as_view()), name="cms_account"),
    path("demo/", views.demo, name="demo"),
    path("demo/mail/", views.demo_mail, name="demo_mail"),
]
