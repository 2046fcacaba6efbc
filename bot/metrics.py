"""Everything that is measured, in one table; docs/metrics.md says what each number means and what to do about it.

A number is noted where it arises, by one call. What the database knows is asked for when somebody asks us
(`handlers.web.metrics`).
"""

import asyncio

from prometheus_client import Counter, Gauge, Histogram

_SOON = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_LATER = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 21600, 86400)

# ── noted where it arises ────────────────────────────────────────────────────────────────────────────────────────────────

LOOKS = Counter("rapporteur_looks", "Looks at sources that were written down", ["outcome"])
LOOK_SECONDS = Histogram("rapporteur_look_seconds", "How long a look took", buckets=(*_SOON, 30, 60))
PARSER_DEATHS = Counter("rapporteur_parser_deaths", "Children that died of the file they read", ["how"])
FLASH_AFTER_PUBLICATION = Histogram(
    "rapporteur_flash_after_publication_seconds",
    "From the time that page or file says to the Flash in a chat",
    buckets=_LATER,
)
FLASH_AFTER_SIGHT = Histogram(
    "rapporteur_flash_after_sight_seconds",
    "From our seeing a draft to its Flash in a chat",
    buckets=(0.25, 0.5, *_LATER),
)
SENDS = Counter("rapporteur_sends", "Tries to post or edit a queued message", ["platform", "outcome"])
TOO_MANY = Counter("rapporteur_too_many_requests", "Answers of a platform that we ask too often (429)", ["platform"])
ANSWER_SECONDS = Histogram(
    "rapporteur_answer_seconds", "From a press or a line arriving to its answer", ["kind"], buckets=_SOON
)
DEFECTS = Counter("rapporteur_defects", "What ended in a defect of ours", ["where"])
COMMIT_SECONDS = Histogram(
    "rapporteur_commit_seconds",
    "How long a transaction that writes took, its turn and its commit included",
    buckets=_SOON,
)
LOOP_LAG_SECONDS = Histogram(
    "rapporteur_loop_lag_seconds", "How late the event loop was, asked each second", buckets=_SOON
)

# ── asked of the database ────────────────────────────────────────────────────────────────────────────────────────────────

DATABASE_UP = Gauge("rapporteur_database_up", "Whether the database answered when these numbers were asked for: 1 or 0")
OLDEST_DUE = Gauge("rapporteur_oldest_due_source_seconds", "How late the look is that is due longest")
SOURCES = Gauge("rapporteur_sources", "Sources", ["state"])
FAILING = Gauge("rapporteur_failing_sources", "Sources whose last looks failed")
DELIVERIES = Gauge("rapporteur_deliveries", "Messages that are not sent yet, or never will be", ["state"])
OLDEST_DELIVERY = Gauge("rapporteur_oldest_delivery_seconds", "How long the oldest of them has been due", ["state"])
DRAFTS = Gauge("rapporteur_drafts", "Drafts that are kept")


async def watch_the_loop(every: float = 1.0) -> None:
    """Notes how much later than asked the loop comes back, until cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        before = loop.time()
        await asyncio.sleep(every)
        LOOP_LAG_SECONDS.observe(max(0.0, loop.time() - before - every))
