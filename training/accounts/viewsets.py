"""People in Wagtail's admin: their name, their groups, and whether the account is open.

Nobody is made here: people sign up themselves, confirm their address and agree to the texts in force. Nobody is
deleted here either, since what the law makes us keep hangs on the account.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import AccountView as WagtailAccountView
from wagtail.admin.views.account import BaseSettingsPanel
from wagtail.users.forms import UserEditForm
from wagtail.users.views.users import CreateView, DeleteView, IndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from training.accounts.models import User
from training.core.forms import NameField, SafeFormMixin
from training.core.requests import Request


class EditForm(SafeFormMixin, UserEditForm):
    """The fields our people have; the address is changed on the person's own page, where it is confirmed."""

    name = NameField(label=_("Name"), required=False)
    first_name = last_name = None

    class Meta(UserEditForm.Meta):
        fields = ("email", "name", "is_active", "is_superuser", "groups")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].disabled = True


class PeopleView(IndexView):
    add_url_name = None

    def get_add_url(self) -> None:
        return None


class NobodyMadeHere(CreateView):
    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise PermissionDenied(gettext("People sign up themselves. Send them the sign-up address."))


class NobodyDeletedHere(DeleteView):
    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise PermissionDenied(gettext("Accounts are closed, not deleted. Take away “active” instead."))


class UserViewSet(WagtailUserViewSet):
    model = User
    index_view_class = PeopleView
    add_view_class = NobodyMadeHere
    delete_view_class = NobodyDeletedHere

    def get_form_class(self, for_update: bool = False) -> type[EditForm]:
        return EditForm


class AccountView(WagtailAccountView):
    """Wagtail's own preferences; name and address are on the person's own page."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        return [panel for panel in super().get_panels() if panel.name != "name_email"]
