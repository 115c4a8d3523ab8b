"""Complexes, owned rows, owed work, the audit trail and the site's own pages."""

from training.core.models.appended import AppendOnly
from training.core.models.audit import AuditEntry
from training.core.models.complexes import Complex, Owned, OwnedQuerySet
from training.core.models.messages import Delivery, MessageTemplate
from training.core.models.owed import Owed
from training.core.models.pages import HomePage, NoticeIndexPage, NoticePage, PolicyPage, StandardPage
from training.core.models.policies import PolicyEdition

__all__ = [
    "AppendOnly",
    "AuditEntry",
    "Complex",
    "Delivery",
    "HomePage",
    "MessageTemplate",
    "NoticeIndexPage",
    "NoticePage",
    "Owed",
    "Owned",
    "OwnedQuerySet",
    "PolicyEdition",
    "PolicyPage",
    "StandardPage",
]
