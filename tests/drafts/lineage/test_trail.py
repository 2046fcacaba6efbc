"""One id from the page to the message."""

import logging
import re

from storage.tables import Delivery


async def test_a_look_its_draft_its_flash_and_its_messages_carry_one_trail(scene, site, make, caplog) -> None:
    site.put("/draft.html", make.html(title="Draft vision"))
    await scene.watch("/draft.html", kind="document")
    first = {row.trail for row in await scene.rows(Delivery)}
    site.put("/draft.html", make.html(make.text((5, "5. Other words."))))
    with caplog.at_level(logging.INFO):
        assert await scene.look() == "draft"
    rows = [row for row in await scene.rows(Delivery) if row.trail not in first]
    (trail,) = {row.trail for row in rows}
    assert re.fullmatch("[0-9a-f]{8}", trail)
    assert {row.kind for row in rows} >= {"flash"}
    told = [record.getMessage() for record in caplog.records]
    assert [line.partition(" from ")[0] for line in told if line.startswith("draft")] == ["draft 2 (r2 of document 1)"]
    assert any(line.startswith("Flash 1 of draft 2") for line in told)
    assert any(re.match(r"source 1: looked at http\S+: draft$", line) for line in told)
