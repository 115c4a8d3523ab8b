"""Where certificates hang into Wagtail: their designs, for operators."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from training.accounts.permissions import is_operator
from training.core.requests import Request


class OfOperators(MenuItem):
    def is_shown(self, request: Request) -> bool:
        return is_operator(request.user, request.complex)


@hooks.register("register_admin_menu_item")
def designs_item() -> OfOperators:
    return OfOperators(
        _("Certificate designs"), reverse_lazy("certificates:designs"), icon_name="doc-full-inverse", order=270
    )
