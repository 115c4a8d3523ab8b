"""Every address of the platform. Plain views have one address; only CMS pages carry a language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns
from wagtail.views import authenticate_with_password

from courses.views import doors
from training.core.views import page

urlpatterns = [
    path("", include("training.core.urls")),
    path("", include("training.accounts.urls")),  # before allauth: the person's page, roles, DEMO
    path("account/", include("allauth.urls")),
    path("", include("enrollment.urls")),
    path("", include("courses.urls")),
    path("", include("certificates.urls")),
    path("", include("training.consortium.urls")),
    path("cms/", include(wagtailadmin_urls)),
    # Documents answer strangers too: the doors of courses are asked first, whatever else is uploaded is public.
    path("documents/", include(decorate_urlpatterns(wagtaildocs_urls.urlpatterns, login_not_required))),
    # Where Wagtail leads from a page that is kept for those signed in, or behind a password.
    path(
        "_util/login/",
        login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True)),
        name="wagtailcore_login",
    ),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        login_not_required(authenticate_with_password),
        name="wagtailcore_authenticate_with_password",
    ),
    # Pictures of pages, of the complex at this host alone. A CDN in front keeps them by host; private files stand elsewhere.
    path("media/images/<path:path>", doors.picture, name="picture"),
    *i18n_patterns(
        re_path(wagtail_urls.serve_pattern, page, name="wagtail_serve"),
        prefix_default_language=False,
    ),
]

handler400 = "training.core.views.bad_request"
handler403 = "training.core.views.forbidden"
handler404 = "training.core.views.not_found"
handler500 = "training.core.views.server_error"
