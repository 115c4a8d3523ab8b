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
    path("desk/people/", views.people, name="people"),
    path("desk/people/grant/", views.grant_role, name="grant_role"),
    path("desk/people/<int:membership_id>/revoke/", views.revoke_role, name="revoke_role"),
    path("desk/privacy/", views.privacy_desk, name="privacy_desk"),
    path("desk/privacy/access/", views.access, name="access"),
    path("desk/privacy/access.csv", views.access_file, name="access_file"),
    # Wagtail's own sign-in would go round the second factor, and its account page asks for first and last names.
    path("cms/login/", RedirectView.as_view(pattern_name="wagtailadmin_home"), name="cms_login"),
    path("cms/account/", require_admin_access(AccountView.as_view()), name="cms_account"),
    path("demo/", views.demo, name="demo"),
    path("demo/mail/", views.demo_mail, name="demo_mail"),
]
