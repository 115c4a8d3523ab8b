"""Name, mark and color in Wagtail's admin, and the complexes in its settings."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from training.core.viewsets import ComplexViewSet, complexes


@hooks.register("insert_global_admin_css")
def colors() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("core/css/cms.css"))


@hooks.register("insert_global_admin_js")
def names() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("core/js/cms.js"))


@hooks.register("register_admin_viewset")
def complex_settings() -> ComplexViewSet:
    return complexes
