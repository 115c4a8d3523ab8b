"""Designs, the register, certificates with their files, batches, the public log, links, and what verifiers asked."""

from certificates.models.awards import Certificate, CertificateFile, Register
from certificates.models.batches import IssueBatch
from certificates.models.designs import Design
from certificates.models.disclosures import Disclosure, Look
from certificates.models.log import HeadStamp, Log, LogEntry, TreeHead
from certificates.models.notices import ExpiryNotice
from certificates.models.revocations import ProposedRevocation, Revocation
from certificates.models.sheets import HiringSheet
from certificates.models.statuses import StatusList, StatusMark
from certificates.models.verifications import Verification
from certificates.models.witnesses import Cosignature, Witness

__all__ = [
    "Certificate",
    "CertificateFile",
    "Cosignature",
    "Design",
    "Disclosure",
    "ExpiryNotice",
    "HeadStamp",
    "HiringSheet",
    "IssueBatch",
    "Log",
    "LogEntry",
    "Look",
    "ProposedRevocation",
    "Register",
    "Revocation",
    "StatusList",
    "StatusMark",
    "TreeHead",
    "Verification",
    "Witness",
]
