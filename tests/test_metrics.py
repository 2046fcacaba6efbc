"""What is measured is documented, and what is drawn or warned of is measured."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from prometheus_client import Metric
from prometheus_client.metrics import MetricWrapperBase

from bot import metrics

DOCS = Path(__file__).resolve().parent.parent / "docs"
NAME = re.compile(r"\brapporteur_\w+")


TABLE = {name: one for name, one in vars(metrics).items() if isinstance(one, MetricWrapperBase)}
LABELS = {label for one in TABLE.values() for label in one._labelnames}


def ours() -> Iterator[Metric]:
    """Every metric of the table in `bot.metrics`."""
    for one in TABLE.values():
        yield from one.describe()


def names(metric: Metric) -> set[str]:
    """The names under which a metric's samples are read."""
    endings = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "gauge": ("",)}[metric.type]
    return {f"{metric.name}{ending}" for ending in endings}


def told() -> dict[str, list[str]]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page().splitlines() if "| `rapp" in line]
    return {row[0].strip("`"): row[1:] for row in rows}


def page() -> str:
    return (DOCS / "metrics.md").read_text("utf-8")


def test_every_metric_is_told_with_its_kind() -> None:
    known = {f"{one.name}_total" if one.type == "counter" else one.name: one.type for one in ours()}
    assert {name: row[0].split(",")[0] for name, row in told().items()} == known
    assert all(row[2] for row in told().values())


def test_every_label_is_told() -> None:
    for name, row in told().items():
        (metric,) = (one for one in TABLE.values() if one._name == name.removesuffix("_total"))
        written = {label for part in row[1].split(";") for label in re.findall(r"^ ?`(\w+)`", part)}
        assert written == set(metric._labelnames), name


def test_the_numbers_of_the_database_are_told_to_be_so() -> None:
    of_the_database = {name for name, row in told().items() if "of the database" in row[0]}
    filled = (DOCS.parent / "handlers/web/metrics.py").read_text("utf-8")
    found = {one._name for name, one in TABLE.items() if f"metrics.{name}" in filled}
    assert found == of_the_database | {"rapporteur_database_up"}
    assert len(of_the_database) == 6


def alerts() -> list[dict[str, str]]:
    (group,) = yaml.safe_load((DOCS / "operations/alerts.yaml").read_text("utf-8"))["groups"]
    return list(group["rules"])


def dashboard() -> list[str]:
    panels = json.loads((DOCS / "operations/grafana.json").read_text("utf-8"))["panels"]
    return [target["expr"] for panel in panels for target in panel["targets"]]


@pytest.mark.parametrize("query", [*(rule["expr"] for rule in alerts()), *dashboard()])
def test_a_query_uses_only_what_is_measured(query: str) -> None:
    known = {name for metric in ours() for name in names(metric)}
    used = set(NAME.findall(query))
    assert used <= known
    assert used or "up{" in query
    for group in re.findall(r"(?:by|without) \(([^)]*)\)|\{([^}]*)\}", query):
        asked = set(re.findall(r"(\w+)(?==|,|$)", re.sub(r'"[^"]*"|~', "", "".join(group).replace(" ", ""))))
        assert asked <= LABELS | {"le", "job"}


def test_every_metric_is_drawn() -> None:
    drawn = {name for query in dashboard() for name in NAME.findall(query)}
    assert [metric.name for metric in ours() if not names(metric) & drawn] == []


def test_every_alert_says_what_is_wrong_and_where_to_look() -> None:
    for rule in alerts():
        assert rule["annotations"].keys() == {"summary", "look"}  # type: ignore[attr-defined]
        assert rule["labels"]["severity"] in ("page", "warn")  # type: ignore[index]
    assert len({rule["alert"] for rule in alerts()}) == len(alerts())


def test_nothing_that_is_measured_carries_a_name_of_anybody() -> None:
    assert {"outcome", "how", "platform", "kind", "where", "state"} == LABELS
