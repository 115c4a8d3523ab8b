"""People, organizations, roles and consents; who looked at whose data; requests, breaches and merged accounts."""

from training.accounts.models.access import AccessedPerson, AccessRecord, AccessReview
from training.accounts.models.breaches import BreachEntry, BreachPerson, BreachRecord
from training.accounts.models.merges import DifferentPeople, Merge
from training.accounts.models.people import (
    Consent,
    ConsentText,
    Membership,
    Organization,
    User,
    UserManager,
    age_on,
)
from training.accounts.models.requests import DataExport, KeptApart, PrivacyRequest
from training.accounts.models.retention import RetentionEntry

__all__ = [
    "AccessRecord",
    "AccessReview",
    "AccessedPerson",
    "BreachEntry",
    "BreachPerson",
    "BreachRecord",
    "Consent",
    "ConsentText",
    "DataExport",
    "DifferentPeople",
    "KeptApart",
    "Membership",
    "Merge",
    "Organization",
    "PrivacyRequest",
    "RetentionEntry",
    "User",
    "UserManager",
    "age_on",
]
