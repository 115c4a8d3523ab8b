"""What beat calls for certificates, and how often."""

from celery import current_app

from certificates.services.noting import EVERY
from certificates.tasks import (
    erase_overdue_sheets,
    owe_expiry_notices,
    owe_extensions,
    owe_stamps,
    owe_witnesses,
    refresh_status_lists,
    write_verifications,
)
from training.core.schedule import every

QUARTER = 15 * 60
HOUR = 60 * 60
DAY = 24 * HOUR

every(current_app, EVERY, write_verifications.name)
every(current_app, HOUR, refresh_status_lists.name)
every(current_app, HOUR, owe_stamps.name)
every(current_app, QUARTER, owe_witnesses.name)
every(current_app, QUARTER, erase_overdue_sheets.name)
every(current_app, DAY, owe_extensions.name)
every(current_app, 6 * HOUR, owe_expiry_notices.name)
