"""Rows of the consortium."""

from training.consortium.models.agreements import Agreement, AgreementFile, Contact
from training.consortium.models.demands import Demand, DemandGroup
from training.consortium.models.events import (
    Event,
    EventAnswered,
    EventMaterial,
    EventResponse,
    Introduction,
    Registration,
    Wish,
)
from training.consortium.models.outcomes import JobOutcome
from training.consortium.models.pages import OrganizationIndexPage, OrganizationPage
from training.consortium.models.projects import Project
from training.consortium.models.reports import Report, ReportEdition, ReportSource

__all__ = [
    "Agreement",
    "AgreementFile",
    "Contact",
    "Demand",
    "DemandGroup",
    "Event",
    "EventAnswered",
    "EventMaterial",
    "EventResponse",
    "Introduction",
    "JobOutcome",
    "OrganizationIndexPage",
    "OrganizationPage",
    "Project",
    "Registration",
    "Report",
    "ReportEdition",
    "ReportSource",
    "Wish",
]
