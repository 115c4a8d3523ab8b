"""Events of enrollment that certificates answer."""

from typing import Any

from django.dispatch import receiver

from certificates.services import awards
from enrollment.models import Decision
from enrollment.signals import decision_reopening


@receiver(decision_reopening, dispatch_uid="certificates.reopening")
def refuse_while_a_certificate_stands(sender: Any, *, decision: Decision, **kwargs: Any) -> None:
    awards.refuse_reopening(decision)
