"""What came back is noted on the delivery it belongs to, so that an operator can ask the person for another address."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from training.core import bounces
from training.core.bounces import Bounce
from training.core.models import Delivery
from training.core.models.messages import DeliveryState

MOST = 500  # files of one run


def note(raw: bytes, *, now: datetime) -> int:
    """Mark what a returned mail tells of. Returns how many deliveries were marked."""
    return sum(_note(bounce, now=now) for bounce in bounces.read(raw))


@transaction.atomic
def _note(bounce: Bounce, *, now: datetime) -> bool:
    """Our Message-ID cannot be guessed, and the address must be the one we wrote to: nobody marks another's mail."""
    rows = Delivery.objects.filter(message_id=bounce.message_id, state=DeliveryState.SENT)
    reason = " · ".join(part for part in (bounce.status, bounce.reason) if part)[:500]
    found = rows.filter(address__iexact=bounce.address) if bounce.message_id and bounce.address else rows.none()
    return bool(found.update(state=DeliveryState.BOUNCED, bounced_at=now, bounce=reason or "?"))


def read_folder(folder: Path, *, now: datetime) -> tuple[int, int]:
    """Read each mail of a folder, or of a Maildir's `new`, and take it away. Returns mails read, deliveries marked.

    A file is taken away after its marks are stored; read twice, it marks nothing twice.
    """
    place = folder / "new" if (folder / "new").is_dir() else folder
    files = sorted(path for path in place.iterdir() if path.is_file() and not path.name.startswith("."))[:MOST]
    marked = 0
    for path in files:
        if path.stat().st_size <= bounces.LARGEST:
            marked += note(path.read_bytes(), now=now)
        path.unlink(missing_ok=True)
    return len(files), marked
