"""One report of the sample, submitted: from the beginning of the last quarter to the end of the last month."""

from datetime import datetime, timedelta
from typing import Any

from training.consortium.queries.reports import figures
from training.consortium.rules.report_periods import first_of
from training.consortium.services import reports
from training.consortium.services.reports import Asked
from training.consortium.states import ReportUnit
from training.core import canonical, clock
from training.core.models import Complex


def report(complex: Complex, *, by: Any, now: datetime) -> None:
    """The first cohort ended eight weeks ago: in that stretch whatever the day, but not always in the quarter itself."""
    today = clock.day_of(now, complex.zone)
    quarter = first_of(today, ReportUnit.QUARTER)
    since = first_of(quarter - timedelta(days=1), ReportUnit.QUARTER)
    until = first_of(today, ReportUnit.MONTH) - timedelta(days=1)
    asked = Asked(since, until, ReportUnit.MONTH)
    title = f"{since.year}년 {since.month}월–{until.month}월 운영 보고"
    kept = reports.keep(complex, asked, title=title, by=by, now=now)
    found = figures.of(reports.scope_of(kept, now=now))
    reports.submit(kept, seen=canonical.sha256(found), by=by, now=now)
