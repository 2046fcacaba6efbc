"""The public holidays of a venue, by the code of its country and, where they differ, of its canton, state or province. Pure.

The dates are those of the `holidays` library, which works them out for each year from the calendars of the countries.
"""

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


def holiday(code: str, day: date) -> str:
    """The name of the public holiday that a day is in a country ("CH") or a part of it ("CH-GE"); "" where it is none.

    ValueError if the code is not known. "" as a code has no holidays.
    """
    return (_calendar(code).get(day) or "") if code else ""


@lru_cache(maxsize=64)
def _calendar(code: str) -> "HolidayBase":
    from holidays import country_holidays  # 5 MB, and most spaces name no country

    country, _, part = code.partition("-")
    try:
        return country_holidays(country, subdiv=part or None, language="en_US")
    except NotImplementedError:
        raise ValueError(code) from None
