"""Several certificates are revoked by two people, never by one."""

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from certificates.models import Certificate, LogEntry, Revocation
from certificates.services import awards, entries, revocations
from certificates.services.refusals import AnotherPerson, NothingChosen
from certificates.states import REVOCATION_TRANSITIONS, RevocationReason, RevocationState
from tests import factories as ground
from tests.certificates import factories
from training.core import audit
from training.core.errors import TransitionRefused
from training.core.models import AuditEntry

NOW = ground.NOW
CODE = RevocationReason.REQUIREMENTS
State = RevocationState
SOON = 60  # seconds until everybody reads it in the log, also behind a CDN


@pytest.fixture
def papers(drawn, cast):
    """Three issued certificates of the cast's complex, in one cohort."""
    cohort = factories.finished_cohort(complex=cast.complex)
    return [factories.issued(factories.completed(cohort, name=name)) for name in ("강하나", "김두리", "박세나")]


def proposed(cast, papers, by=None) -> Revocation:
    return revocations.propose(
        papers[0].cohort,
        certificates=[row.pk for row in papers],
        code=CODE,
        note="감사",
        by=by or cast.operator,
        now=NOW,
    )


def states(papers) -> list[str]:
    return [Certificate.objects.get(pk=row.pk).state for row in papers]


def test_proposal_revokes_nothing_and_confirmation_revokes_all_at_once_with_one_checkpoint(cast, papers):
    revocation = proposed(cast, papers[:2])
    before = states(papers)
    revoked = revocations.confirm(revocation, by=cast.admin, now=NOW)
    assert before == ["issued"] * 3
    assert ([row.pk for row in revoked], states(papers)) == (
        [papers[0].pk, papers[1].pk],
        ["revoked", "revoked", "issued"],
    )
    lines = LogEntry.objects.filter(event="revoke").order_by("index")
    assert [line.certificate_id for line in lines] == [papers[0].pk, papers[1].pk]
    assert lines[0].log.heads.count() == 4  # one for each issue, one for both revocations
    found = Certificate.objects.get(pk=papers[0].pk)
    assert (found.revoked_by, found.revoked_at, found.revocation_code, found.revocation_note) == (
        cast.admin,
        NOW,
        CODE,
        "감사",
    )


def test_both_people_stand_in_the_trail(cast, papers):
    revocation = proposed(cast, papers)
    revocations.confirm(revocation, by=cast.admin, now=NOW)
    trail = AuditEntry.objects.filter(subject_type="certificates.revocation").order_by("pk")
    assert [(entry.actor, entry.from_state, entry.to_state) for entry in trail] == [
        (cast.operator, "", "proposed"), (cast.admin, "proposed", "confirmed"),
    ]  # fmt: skip
    assert trail[0].facts == {"numbers": [row.register_number for row in papers]}


def test_nobody_decides_about_their_own_proposal(cast, papers):
    revocation = proposed(cast, papers)
    for act in (
        lambda: revocations.confirm(revocation, by=cast.operator, now=NOW),
        lambda: revocations.decline(revocation, by=cast.operator, now=NOW, reason="아님"),
        lambda: revocations.withdraw(revocation, by=cast.admin, now=NOW),
    ):
        with pytest.raises(AnotherPerson):
            act()
    assert (Revocation.objects.get().state, states(papers)) == (State.PROPOSED, ["issued"] * 3)


@pytest.mark.parametrize(
    ("state", "own", "refused"),
    [
        (State.CONFIRMED, True, True), (State.DECLINED, True, True), (State.WITHDRAWN, True, False),
        (State.CONFIRMED, False, False), (State.DECLINED, False, False), (State.WITHDRAWN, False, True),
    ],
)  # fmt: skip
def test_database_refuses_that_one_person_does_both(cast, papers, state, own, refused):
    revocation = proposed(cast, papers)
    fields = {"state": state, "decided_by": cast.operator if own else cast.admin, "decided_at": NOW}
    moved = 0
    try:
        with transaction.atomic():
            moved = Revocation.objects.filter(pk=revocation.pk).update(**fields)
    except IntegrityError:
        moved = 0
    assert moved == (0 if refused else 1)


def test_declined_and_taken_back_revoke_nothing(cast, papers):
    declined, taken_back = proposed(cast, papers), proposed(cast, papers)
    revocations.decline(declined, by=cast.admin, now=NOW, reason="근거 부족")
    revocations.withdraw(taken_back, by=cast.operator, now=NOW)
    found = Revocation.objects.order_by("pk").values_list("state", "reason")
    assert (list(found), states(papers)) == ([("declined", "근거 부족"), ("withdrawn", "")], ["issued"] * 3)


def test_what_was_revoked_or_replaced_meanwhile_is_left_as_it_is(cast, papers):
    revocation = proposed(cast, papers)
    awards.revoke(papers[0], code=RevocationReason.HOLDER, note="요청", by=cast.operator, now=NOW)
    factories.superseded(papers[1])
    revoked = revocations.confirm(revocation, by=cast.admin, now=NOW)
    assert [row.pk for row in revoked] == [papers[2].pk]
    assert [row.was_revoked for row in revocation.rows.order_by("certificate")] == [False, False, True]
    assert Certificate.objects.get(pk=papers[0].pk).revocation_code == RevocationReason.HOLDER


def test_nothing_or_another_cohorts_certificate_cannot_be_proposed(cast, papers):
    other = factories.issued()
    for chosen in ([], [other.pk]):
        with pytest.raises(NothingChosen):
            revocations.propose(papers[0].cohort, certificates=chosen, code=CODE, note="", by=cast.operator, now=NOW)
    assert Revocation.objects.count() == 0


def test_fault_in_the_log_leaves_everything_as_it_was(cast, papers, monkeypatch):
    revocation = proposed(cast, papers)

    def broken(*args, **kwargs):
        raise OSError("broken")

    monkeypatch.setattr(entries, "append", broken)
    with pytest.raises(OSError, match="broken"):
        revocations.confirm(revocation, by=cast.admin, now=NOW)
    assert (Revocation.objects.get().state, states(papers)) == (State.PROPOSED, ["issued"] * 3)


def test_every_pair_of_states_is_allowed_or_refused_as_the_table_says(cast):
    wrong = []
    for before in State:
        for after in State:
            own = cast.operator if State.WITHDRAWN in (before, after) else cast.admin
            decided = {} if before == State.PROPOSED else {"decided_at": NOW, "decided_by": _decider(cast, before)}
            row = Revocation.objects.create(
                complex=cast.complex, cohort=cast.cohort, state=before, code=CODE, note="", proposed_by=cast.operator,
                proposed_at=NOW, **decided,
            )  # fmt: skip
            allowed = True
            try:
                with transaction.atomic():
                    audit.move(row, after, by=own, now=NOW, decided_by=own, decided_at=NOW)
            except TransitionRefused:
                allowed = False
            if allowed != (after in REVOCATION_TRANSITIONS[before]):
                wrong.append((before, after))
    assert wrong == []


def _decider(cast, state):
    return cast.operator if state == State.WITHDRAWN else cast.admin


# --- at the desk --------------------------------------------------------------------------------
def test_two_operators_revoke_at_the_desk_and_the_public_page_says_so_at_once(cast, papers, client):
    def sign_in(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    sign_in(cast.operator)
    chosen = [papers[0].pk, papers[1].pk]
    made = client.post(
        f"/desk/cohorts/{papers[0].cohort_id}/certificates/revoke/",
        {"certificates": chosen, "code": CODE, "note": "감사"},
    )
    own = client.get(made.url).content.decode()
    refused = client.post(f"{made.url}confirm/")
    sign_in(cast.admin)
    seen = client.get(made.url).content.decode()
    done = client.post(f"{made.url}confirm/")
    client.logout()
    public = client.get(f"/verify/{factories.code_of(papers[0])}/").content.decode()
    assert ("confirm/" in own, "withdraw/" in own, "confirm/" in seen) == (False, True, True)
    assert (refused.status_code, done.status_code, states(papers)) == (403, 302, ["revoked", "revoked", "issued"])
    assert "취소" in public


def test_revocation_is_on_the_page_and_in_the_signed_log_in_the_same_instant(cast, papers, client):
    """Page, API and checkpoint were asked before, so a kept answer would show; the clock stands still throughout."""
    anyone, address = Client(headers={"accept-language": "en"}), f"/verify/{factories.code_of(papers[0])}/"
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    cache.clear()

    def told():
        page = anyone.get(address).content.decode()
        truth = anyone.get(f"/api/v1{address}").json()["truth"]
        checkpoint = anyone.get("/log/checkpoint")
        size = int(checkpoint.content.decode().splitlines()[1])
        lines = anyone.get(f"/log/tile/entries/000.p/{size}").content
        kept = int(checkpoint["Cache-Control"].rpartition("=")[2])
        seen = ("This certificate is valid." in page, "Revoked on" in page)
        return (*seen, truth, size, lines.count(b'"event":"revoke"'), kept <= SOON)

    with time_machine.travel(NOW, tick=False):
        before = told()
        done = client.post(f"/desk/certificates/{papers[0].pk}/revoke/", {"code": CODE, "note": "감사"})
        after = told()
    assert (before, done.status_code) == ((True, False, "valid", 3, 0, True), 302)
    assert after == (False, True, "revoked", 4, 1, True)


def test_empty_choice_and_empty_reason_are_asked_again(cast, papers, client):
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(f"/desk/cohorts/{papers[0].cohort_id}/certificates/revoke/", {"code": CODE, "note": ""})
    revocation = proposed(cast, papers, by=cast.admin)
    declined = client.post(f"/desk/revocations/{revocation.pk}/decline/", {"reason": ""})
    assert (response.status_code, declined.status_code, Revocation.objects.get().state) == (422, 422, State.PROPOSED)
