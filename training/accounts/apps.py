"""Who: people, organizations, roles and consent."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig

from training.core import ports
from training.core.requests import Request


class AccountsConfig(AppConfig):
    name = "training.accounts"
    label = "accounts"
    verbose_name = "Accounts"
    default = True

    def ready(self) -> None:
        from training.accounts import permissions, receivers, tasks  # noqa: F401 - tasks register when they are read
        from training.accounts.ports import add_holdings, add_rule
        from training.accounts.rules import letters
        from training.accounts.services.holdings import AccountHoldings
        from training.accounts.services.retention import RULES

        receivers.register()
        letters.register_all()
        add_holdings(AccountHoldings())
        for rule in RULES:
            add_rule(rule)
        ports.add_panel(
            ports.DeskPanel(
                desk="desk",
                order=80,
                title=_("People and roles"),
                template="accounts/panels/people.html",
                may_see=lambda request: permissions.is_operator(request.user, request.complex),
                query=_nothing,
                address="accounts:people",
                group=ports.OFFICE,
            )
        )
        ports.add_panel(
            ports.DeskPanel(
                desk="desk",
                order=85,
                title=_("Personal data"),
                template="accounts/panels/privacy.html",
                may_see=lambda request: permissions.is_operator(request.user, request.complex),
                query=_waiting,
                address="accounts:privacy_desk",
                group=ports.OFFICE,
            )
        )


def _waiting(request: Request) -> dict[str, Any]:
    from training.accounts.queries import privacy_desk

    return {"waiting": privacy_desk.waiting(request.complex)}


def _nothing(request: Request) -> dict[str, Any]:
    """The panel is a way to its page and shows no rows."""
    return {}


class WagtailUsers(WagtailUsersAppConfig):
    """Wagtail's screens for people, with our one name field instead of first and last name."""

    user_viewset = "training.accounts.viewsets.UserViewSet"
