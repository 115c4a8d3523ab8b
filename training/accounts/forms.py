"""Sign-up and the person's own details."""

from typing import Any

from django import forms
from django.http import HttpRequest


class SignupForm(forms.Form):
    """Extended in the accounts app's own work; allauth calls `signup`."""

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Nothing more to store yet."""
