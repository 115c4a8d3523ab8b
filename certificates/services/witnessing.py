"""Having the log's checkpoints signed by witnesses: owed work that no certificate ever waits for."""

from datetime import UTC, datetime

import structlog
from django.db import IntegrityError, transaction

from certificates.models import Cosignature, TreeHead, Witness
from certificates.queries import tree
from certificates.rules import merkle
from certificates.signing import cosignatures, witnesses
from certificates.signing.witnesses import Behind, WitnessUnfit
from training.core import outbox
from training.core.models import Complex, Owed

OWED = "certificates.witness"
TURNS = 3  # a witness may have to say once what it saw last
report = structlog.get_logger(__name__)


def add(complex: Complex, *, verifier: str, address: str, now: datetime) -> Witness:
    """Have this complex's log witnessed from now on. Raises ValueError where the key is none of a witness."""
    cosignatures.found("", verifier=verifier)
    witness, _made = Witness.objects.update_or_create(
        complex=complex, verifier=verifier, defaults={"address": address, "is_active": True}
    )
    owe(complex, now=now)
    return witness


@transaction.atomic
def owe(complex: Complex, *, now: datetime) -> None:
    """Owe a signature of each witness that is behind; where one is owed already, that one takes the latest checkpoint."""
    log = tree.of(complex)
    if log is None:
        return
    for witness in Witness.objects.of(complex).filter(is_active=True, seen__lt=log.size):
        open_work = Owed.objects.filter(kind=OWED, subject=str(witness.pk), done_at=None, given_up_at=None)
        if not open_work.exists():
            outbox.owe(OWED, witness.pk, now=now, complex_id=complex.pk)


def owe_all(*, now: datetime) -> None:
    """Called by beat: whoever fell behind while nothing was entered."""
    for complex in Complex.objects.filter(pk__in=Witness.objects.filter(is_active=True).values("complex")):
        owe(complex, now=now)


def cosign(witness_id: int, *, now: datetime) -> None:
    """Have the latest checkpoint signed; nothing where it is. Raises WitnessUnfit, and is then tried again later."""
    witness = Witness.objects.select_related("complex").get(pk=witness_id)
    log = tree.of(witness.complex)
    head = tree.head(log) if log else None
    if head is None or not witness.is_active or Cosignature.objects.filter(head=head, witness=witness).exists():
        return
    line, at = _asked(witness, head)
    try:
        with transaction.atomic():
            signed_at = datetime.fromtimestamp(at, tz=UTC)
            Cosignature.objects.create(head=head, witness=witness, line=line, signed_at=signed_at)
    except IntegrityError:  # somebody else was first
        pass
    Witness.objects.filter(pk=witness.pk).update(seen=head.size)


def _asked(witness: Witness, head: TreeHead) -> tuple[str, int]:
    seen = witness.seen
    for _turn in range(TURNS):
        if seen > head.size:
            report.critical("witness_saw_more", witness=witness.pk, seen=seen, size=head.size)
            raise WitnessUnfit("it has signed a longer log than this one")
        try:
            proof = _proof(head, seen)
            return witnesses.cosigned(
                witness.address, verifier=witness.verifier, old=seen, proof=proof, note=head.note
            )  # fmt: skip
        except Behind as behind:
            if behind.size == seen:
                report.critical("witness_saw_another_log", witness=witness.pk, seen=seen)
                raise WitnessUnfit("it has signed another log of this size") from behind
            seen = behind.size
    raise WitnessUnfit("it says another size each time")


def _proof(head: TreeHead, seen: int) -> list[bytes]:
    if seen in (0, head.size):
        return []
    return tree.walked(head.log, lambda node: merkle.consistency(seen, head.size, node))
