"""Public holidays of venues."""

from datetime import date
from pathlib import Path

import pytest

from bot.config import load
from bot.days_off import holiday
from bot.errors import ConfigError

WHIT_MONDAY = date(2014, 6, 9)


def test_whit_monday_is_a_holiday_in_geneva_and_not_in_all_of_switzerland() -> None:
    assert holiday("CH-GE", WHIT_MONDAY)
    assert not holiday("CH", WHIT_MONDAY)
    assert holiday("CH", date(2014, 12, 25))


def test_who_names_no_country_has_no_holidays() -> None:
    assert holiday("", date(2014, 12, 25)) == ""


@pytest.mark.parametrize("code", ["XX", "CH-XX", "Switzerland!"])
def test_a_country_that_nobody_knows_is_refused_when_the_configuration_is_read(code: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=code):
        holiday(code, WHIT_MONDAY)
    path = tmp_path / "config.toml"
    path.write_text(f'[[space]]\nname = "vision"\nholidays = "{code}"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="no holidays are known"):
        load(path, {})
