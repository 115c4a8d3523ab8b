"""The complex in Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from training.core.models import Complex


class ComplexViewSet(ModelViewSet):
    """Name, site, issuer, help and time zone of each complex."""

    model = Complex
    icon = "site"
    menu_label = _("Complexes")
    menu_order = 950
    add_to_settings_menu = True
    list_display = ["name_ko", "name_en", "time_zone"]
    form_fields = [
        "key",
        "site",
        "name_ko",
        "name_en",
        "issuer_ko",
        "issuer_en",
        "register_word",
        "brand",
        "time_zone",
        "support_phone",
        "support_email",
        "sender_email",
    ]


complexes = ComplexViewSet("complexes")
