"""What the engine of one process alone promises; what both promise stands in test_engines.py."""

from bot.jobs import Jobs
from bot.jobs.local import LocalJobs


def test_it_is_an_engine_of_the_port() -> None:
    jobs: Jobs = LocalJobs({})
    assert jobs
