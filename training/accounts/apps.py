"""Who: people, organizations, roles and consent."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "training.accounts"
    label = "accounts"
    verbose_name = "Accounts"
