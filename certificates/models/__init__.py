"""Designs, the register, certificates with their files, batches, the public log, and what verifiers asked."""

from certificates.models.awards import Certificate, CertificateFile, Register
from certificates.models.batches import IssueBatch
from certificates.models.designs import Design
from certificates.models.log import HeadStamp, Log, LogEntry, TreeHead
from certificates.models.notices import ExpiryNotice
from certificates.models.revocations import ProposedRevocation, Revocation
from certificates.models.statuses import StatusList, StatusMark
from certificates.models.verifications import Verification

__all__ = [
    "Certificate",
    "CertificateFile",
    "Design",
    "ExpiryNotice",
    "HeadStamp",
    "IssueBatch",
    "Log",
    "LogEntry",
    "ProposedRevocation",
    "Register",
    "Revocation",
    "StatusList",
    "StatusMark",
    "TreeHead",
    "Verification",
]
