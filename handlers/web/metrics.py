"""/metrics: what was noted since the start, and what the database says now, as Prometheus reads it.

The database is asked when somebody asks us, and at no other time.
"""

import asyncio
import logging
from datetime import UTC, datetime

from prometheus_client import CONTENT_TYPE_LATEST, disable_created_metrics, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response

from bot import metrics
from storage.db import Database
from storage.tables import SOURCE_STATES
from storage.waiting import LEFT, Waiting, waiting

log = logging.getLogger(__name__)
disable_created_metrics()  # type: ignore[no-untyped-call]  # else each number again, with when it began
_PATIENCE_S = 5.0


async def measured(db: Database) -> Response:
    """Every number. Where the database does not answer, those that it knows are missing and `rapporteur_database_up` is 0."""
    now = datetime.now(UTC)
    try:
        async with asyncio.timeout(_PATIENCE_S), db.read() as session:
            _fill(await waiting(session, now), now)
    except (SQLAlchemyError, OSError) as error:  # a TimeoutError is an OSError
        log.warning("metrics: the database does not answer: %s", type(error).__name__)
        _empty()
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _fill(found: Waiting, now: datetime) -> None:
    metrics.DATABASE_UP.set(1)
    metrics.OLDEST_DUE.set(_age(found.due, now))
    metrics.FAILING.set(found.failing)
    metrics.DRAFTS.set(found.drafts)
    for state in SOURCE_STATES:
        metrics.SOURCES.labels(state).set(found.sources.get(state, 0))
    for state in LEFT:
        number, since = found.deliveries.get(state, (0, None))
        metrics.DELIVERIES.labels(state).set(number)
        metrics.OLDEST_DELIVERY.labels(state).set(_age(since, now))


def _empty() -> None:
    metrics.DATABASE_UP.set(0)
    for gauge in (metrics.OLDEST_DUE, metrics.FAILING, metrics.DRAFTS):
        gauge.set(float("nan"))
    for labelled in (metrics.SOURCES, metrics.DELIVERIES, metrics.OLDEST_DELIVERY):
        labelled.clear()


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
