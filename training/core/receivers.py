"""What the ground does when pages change."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from training.core import clock
from training.core.models import PolicyPage
from training.core.services import policies


@receiver(page_published, sender=PolicyPage, dispatch_uid="core.keep_policy")
def keep_policy(instance: PolicyPage, **kwargs: Any) -> None:
    policies.keep(instance, now=clock.now())
