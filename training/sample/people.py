"""Sample accounts and invented people. Organizations are those that public news of 27 October 2021 named as members of
the promotion group of the Chungbuk secondary-battery complex (중부매일, 충청투데이, 연합뉴스); their sample staff are invented.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from training.accounts.models import Membership, Organization, User
from training.accounts.states import OrganizationKind, Role
from training.core.models import Complex

PASSWORD = "ochang-demo"  # noqa: S105 - the password of the sample accounts, printed by `make run`
DOMAIN = "ochang.example"

ORGANIZATIONS = [
    ("operator", OrganizationKind.OPERATOR, "충북테크노파크", "Chungbuk Technopark"),
    ("institute", OrganizationKind.INSTITUTE, "한국전자기술연구원", "Korea Electronics Technology Institute"),
    ("association", OrganizationKind.ASSOCIATION, "한국전지산업협회", "Korea Battery Industry Association"),
    ("host", OrganizationKind.HOST, "충북에너지산학융합원", "Chungbuk Energy Industry-University Institute"),
    ("university", OrganizationKind.UNIVERSITY, "충북대학교", "Chungbuk National University"),
    ("anchor", OrganizationKind.ANCHOR, "LG에너지솔루션", "LG Energy Solution"),
    ("partner", OrganizationKind.PARTNER, "다온전극 (가상의 협력기업)", "Daon Electrode (invented partner)"),
    ("partner2", OrganizationKind.PARTNER, "가람소재 (가상의 협력기업)", "Garam Materials (invented partner)"),
]

SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
GIVEN = (
    "서준 하윤 도윤 지우 시우 서연 예준 수아 주원 지안 하준 채원 지호 다은 준서 유나 건우 소율 현우 은서 "
    "민재 가은 태윤 나은 선우 예린 정우 지민 승현 수빈 윤호 하은 재윤 아린 동현 세아 규민 보람 찬영 다온 "
    "한결 새봄 우진 이슬 성민 해인 진호 가람 영준 소담 상현 예나 무진 라온 기현 슬기 도현 미르 종민 아람"
).split()
LATIN_GIVEN = (
    "Seojun Hayun Doyun Jiu Siu Seoyeon Yejun Sua Juwon Jian "
    "Hajun Chaewon Jiho Daeun Junseo Yuna Geonu Soyul Hyeonu Eunseo "
    "Minjae Gaeun Taeyun Naeun Seonu Yerin Jeongu Jimin Seunghyeon Subin "
    "Yunho Haeun Jaeyun Arin Donghyeon Sea Gyumin Boram Chanyeong Daon "
    "Hangyeol Saebom Ujin Iseul Seongmin Haein Jinho Garam Yeongjun Sodam "
    "Sanghyeon Yena Mujin Raon Gihyeon Seulgi Dohyeon Mireu Jongmin Aram"
).split()
LATIN_SURNAMES = dict(
    zip(
        SURNAMES,
        "KIM LEE PARK CHOI JUNG KANG CHO YOON JANG LIM HAN OH SEO SHIN KWON HWANG AN SONG RYU HONG".split(),
        strict=True,
    )
)


@dataclass(frozen=True)
class Account:
    """One sample account: the mailbox, the name, and a role in an organization."""

    mailbox: str
    name: str
    latin: str
    role: str = ""
    organization: str = ""
    domain: str = DOMAIN


ACCOUNTS = [
    Account("admin", "관리자", "ADMIN Sample", Role.ADMIN, "operator"),
    Account("operator", "나운영", "NA Unyeong", Role.OPERATOR, "operator"),
    Account("lead", "차교과", "CHA Gyogwa", Role.LEAD, "host"),
    Account("instructor", "강교사", "KANG Gyosa", Role.INSTRUCTOR, "host"),
    Account("instructor2", "윤실습", "YOON Silseup", Role.INSTRUCTOR, "institute"),
    Account("trainee", "홍배움", "HONG Baeum"),
    Account("applicant", "신지원", "SHIN Jiwon"),
    Account("employer", "정인사", "JUNG Insa", Role.MANAGER, "partner"),
    Account("employer2", "배협력", "BAE Hyeomnyeok", Role.MANAGER, "partner2"),
]


GYEONGGI_DOMAIN = "gyeonggi.example"
GYEONGGI_ORGANIZATIONS = [
    ("operator", OrganizationKind.OPERATOR, "경기 반도체 훈련사업단(견본)", "Gyeonggi Chip Training Office (sample)"),
]
GYEONGGI_ACCOUNTS = [
    Account("operator", "문운영", "MOON Unyeong", Role.OPERATOR, "operator", GYEONGGI_DOMAIN),
    Account("lead", "노교과", "NOH Gyogwa", Role.LEAD, "operator", GYEONGGI_DOMAIN),
    Account("instructor", "배노광", "BAE Nogwang", Role.INSTRUCTOR, "operator", GYEONGGI_DOMAIN),
    Account("trainee", "남배움", "NAM Baeum", domain=GYEONGGI_DOMAIN),
]


def organizations(complex: Complex, of: list[Any] = ORGANIZATIONS) -> dict[str, Organization]:
    """The organizations of a sample complex, by short name."""
    return {
        key: Organization.objects.get_or_create(complex=complex, name_ko=ko, defaults={"kind": kind, "name_en": en})[0]
        for key, kind, ko, en in of
    }


def accounts(
    complex: Complex, members: dict[str, Organization], of: list[Account] = ACCOUNTS, *, now: datetime
) -> dict[str, User]:
    """The sample accounts of a complex with verified addresses, by mailbox."""
    password = make_password(PASSWORD)
    found = {}
    for account in of:
        user = _person(f"{account.mailbox}@{account.domain}", account.name, account.latin, date(1990, 4, 1), password)
        found[account.mailbox] = user
        if account.role:
            Membership.objects.get_or_create(
                complex=complex,
                organization=members[account.organization],
                user=user,
                role=account.role,
                defaults={"granted_at": now},
            )
    if "admin" in found:
        User.objects.filter(pk=found["admin"].pk).update(is_superuser=True)
        found["admin"].refresh_from_db()
    return found


def crowd(count: int, domain: str = DOMAIN) -> list[User]:
    """Invented people without a password, always the same ones."""
    unusable = make_password(None)
    people = []
    for index in range(count):
        surname, given = SURNAMES[index % len(SURNAMES)], GIVEN[index % len(GIVEN)]
        latin = f"{LATIN_SURNAMES[surname]} {LATIN_GIVEN[index % len(GIVEN)]}"
        born = date(1985, 1, 15) + timedelta(days=131 * index)
        people.append(_person(f"sample{index + 1:02d}@{domain}", surname + given, latin, born, unusable))
    return people


def _person(email: str, name: str, latin: str, born: date, password: str) -> User:
    user, created = User.objects.get_or_create(
        email=email, defaults={"name": name, "latin_name": latin, "birth_date": born, "password": password}
    )
    if created:
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
