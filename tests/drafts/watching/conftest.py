"""A source that was looked at."""

import pytest


@pytest.fixture
async def watched(scene, site, make):
    """A list with one draft, looked at for the first time."""
    site.post("/vision-r1.html", make.html(), "Vision, zero draft")
    await scene.watch()
    return scene
