"""Pulls the City's feed: reads it whole or since a day, then takes it in as one batch with the usual checks."""

import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from cp4p_metrics.coalition import coalition
from cp4p_metrics.errors import PortalError
from cp4p_metrics.home import Home
from cp4p_metrics.intake.acceptance import import_files
from cp4p_metrics.intake.profiles import profiles
from cp4p_metrics.intake.reports import ImportReport
from cp4p_metrics.records.store import reading

from .asking import Portal
from .datasets import Dataset, get_dataset
from .pages import Pages

PORTAL_VARIABLE = "CP4P_PORTAL"
# The City goes on revising: most rows change within days, some after months.
REREAD_DAYS = 120
EARLIEST_DAY = date(1900, 1, 1)


def pull_city(
    home: Home,
    dataset_name: str = "victims",
    *,
    since: date | None = None,
    confirm: bool = False,
    portal: str | None = None,
    now: datetime | None = None,
    wait: Callable[[float], None] = time.sleep,
    tell: Callable[[str], None] = lambda _line: None,
) -> ImportReport:
    """What came in of a dataset: all at the first pull, later what happened or changed since a day.

    That day is `since`, or 120 days before the last pull's last day. A dataset that does not say when rows
    changed is read whole each time; of one that is very large, the first pull reads from its `first_day` on
    (or `since`), and no pull reads what happened before. `portal` (or CP4P_PORTAL) takes the
    place of the City's address. Pages stay in the home folder until the batch is accepted; a pull that was cut
    off goes on there. Raises UnknownNameError for a dataset that there isn't, PortalError where the portal
    fails or --since is meant for a dataset without dates, and what `import_files` raises.
    """
    dataset = get_dataset(dataset_name)
    if dataset.profile not in profiles():
        raise PortalError(
            f"'cp4p pull city' reads the portal of Chicago, and CP4P_COALITION names the coalition of "
            f"{coalition().city}. Download that city's file, then 'cp4p import' it."
        )
    if since and not dataset.has_revisions:
        raise PortalError(f"'{dataset.title}' is read whole each time. Leave out --since.")
    now = (now or datetime.now(UTC)).astimezone(UTC)
    source = Portal(portal or os.environ.get(PORTAL_VARIABLE) or dataset.portal, wait=wait, tell=tell)
    first_pulled, last_pulled = _days_pulled(home, dataset)
    if since is None and last_pulled:
        since = min(last_pulled, now.astimezone(coalition().time_zone).date()) - timedelta(days=REREAD_DAYS)
    floor = None
    if dataset.first_day:
        since = since or dataset.first_day
        floor = min(since, first_pulled or since)
    tell(f"Reading {dataset.title} from {source.host}" + (f", since {since}" if since else ", all of it"))
    pages = Pages(home.pull / dataset.name, source, dataset, since, tell, floor)
    file = pages.whole_file(_file_name(dataset))
    report = import_files(
        home,
        [file],
        profile=dataset.profile,
        confirm=confirm,
        now=now,
        tell=tell,
        complete_since=(since or EARLIEST_DAY) if dataset.date else None,
    )
    if not report.was_anything_refused:
        pages.remove()
    return report


def _file_name(dataset: Dataset) -> str:
    return f"{dataset.name} pulled from the City.csv"


def _days_pulled(home: Home, dataset: Dataset) -> tuple[date | None, date | None]:
    """The first and the last day of which accepted pulls speak; None where there was none."""
    if not home.store.exists():
        return None, None
    with reading(home) as store:
        [(first, through)] = store.execute(
            "SELECT min(first_date), max(through_date) FROM store.coverage JOIN store.batch_files USING (batch_id) "
            "JOIN store.batches USING (batch_id) WHERE file_name = ? AND NOT is_demonstration",
            [_file_name(dataset)],
        ).fetchall()
    return first, through
