"""Open Badges 3.0 credentials and status lists as documents, before they are signed."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

VC = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
# What a paper of each kind is in the vocabulary of Open Badges 3.0 (B.1.2 AchievementType).
TYPES = {"completion": "CertificateOfCompletion", "participation": "Certificate", "enrollment": "Course"}
HOURS = (("total", "총 훈련시간 / Hours"), ("theory", "이론 / Theory hours"), ("practice", "실습 / Practice hours"))


@dataclass(frozen=True)
class Identity:
    """Something that the recipient can be known by; only its salted hash is written."""

    kind: str  # of Open Badges' IdentifierTypeEnum
    value: str
    salt: str

    def entry(self) -> dict[str, Any]:
        return {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": identity_hash(self.value, self.salt),
            "identityType": self.kind,
            "salt": self.salt,
        }


@dataclass(frozen=True)
class Place:
    """Where a credential's status is read: a list, and the place in it."""

    address: str
    index: int

    def entry(self) -> dict[str, Any]:
        return {
            "id": f"{self.address}#{self.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(self.index),
            "statusListCredential": self.address,
        }


def identity_hash(value: str, salt: str) -> str:
    """`sha256$` and the digest of value and salt (Open Badges 3.0, B.6 IdentityHash)."""
    return "sha256$" + hashlib.sha256((value + salt).encode()).hexdigest()


def credential(
    facts: dict[str, Any],
    *,
    address: str,
    host: str,
    issuer: dict[str, Any],
    identities: list[Identity],
    place: Place,
    zone: ZoneInfo,
) -> dict[str, Any]:
    """What the frozen facts award, without a name. `address` is where the paper is verified."""
    expires_on = facts["expires_on"]
    made: dict[str, Any] = {
        "@context": [VC, OB],
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{facts['design']['title_ko']} / {facts['design']['title_en']}",
        "issuer": issuer,
        "validFrom": _instant(date.fromisoformat(facts["issued_on"]), zone),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [identity.entry() for identity in identities],
            "licenseNumber": facts["number"],
            "achievement": _achievement(facts, host),
            # A confirmation of enrollment claims no hours: those of its facts are the course's.
            **({} if "standing" in facts else {"result": [_result(facts, host, key) for key, _words in HOURS]}),
        },
        "credentialStatus": place.entry(),
    }
    if expires_on:
        made["validUntil"] = _instant(date.fromisoformat(expires_on) + timedelta(days=1), zone, before=1)
    return made


def status_list(*, address: str, issuer: str, encoded: str, now: datetime, until: datetime, ttl: int) -> dict[str, Any]:
    """The credential of a status list (Bitstring Status List 1.0, 2.2); `ttl` in milliseconds."""
    return {
        "@context": [VC],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": text(now),
        "validUntil": text(until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded,
            "ttl": ttl,
        },
    }


def profile(*, did: str, name_ko: str, name_en: str, host: str, email: str) -> dict[str, Any]:
    """Who issues, as credentials and the issuer's own page have it."""
    made = {"id": did, "type": ["Profile"], "name": both(name_ko, name_en), "url": host}
    return {**made, "email": email} if email else made


def text(instant: datetime) -> str:
    """An instant to the second in UTC."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _achievement(facts: dict[str, Any], host: str) -> dict[str, Any]:
    course, design = facts["course"], facts["design"]
    return {
        "id": _achievement_id(facts, host),
        "type": ["Achievement"],
        "achievementType": TYPES[facts["kind"]],
        "name": both(course["ko"], course["en"]),
        "description": f"{design['title_ko']} ({course['cohort']}기, {course['starts_on']} ~ {course['ends_on']}): "
        + ", ".join(both(module["ko"], module["en"]) for module in facts["modules"]),
        "criteria": {"narrative": both(facts["statement"]["ko"], facts["statement"]["en"])},
        "inLanguage": "ko",
        "resultDescription": [
            {"id": _hours_id(facts, host, key), "type": ["ResultDescription"], "name": words, "resultType": "Result"}
            for key, words in HOURS
        ],
    }


def _result(facts: dict[str, Any], host: str, key: str) -> dict[str, Any]:
    return {"type": ["Result"], "resultDescription": _hours_id(facts, host, key), "value": facts["hours"][key]}


def _achievement_id(facts: dict[str, Any], host: str) -> str:
    return f"{host}courses/#{facts['course']['key']}-{facts['kind']}-{facts['design']['version']}"


def _hours_id(facts: dict[str, Any], host: str, key: str) -> str:
    return f"{_achievement_id(facts, host)}-hours-{key}"


def both(korean: str, english: str) -> str:
    return f"{korean} / {english}" if english and english != korean else korean


def _instant(day: date, zone: ZoneInfo, *, before: int = 0) -> str:
    """The beginning of a day in the complex's zone, or `before` seconds earlier."""
    return text(datetime.combine(day, time(), tzinfo=zone) - timedelta(seconds=before))
