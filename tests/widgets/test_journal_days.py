from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.journal.dates import long_day, short_day
from widgets.journal.days import (
    Nearness,
    can_be_backdated_to,
    day_of,
    is_backdated,
    nearness,
    until_midnight,
)

SHANGHAI, BERLIN, HONOLULU = map(ZoneInfo, ("Asia/Shanghai", "Europe/Berlin", "Pacific/Honolulu"))


def test_a_page_begun_a_minute_before_midnight_belongs_to_that_day():
    assert day_of(datetime(2026, 11, 21, 23, 59, 59, tzinfo=SHANGHAI)) == date(2026, 11, 21)
    assert day_of(datetime(2026, 11, 22, 0, 0, 0, tzinfo=SHANGHAI)) == date(2026, 11, 22)


def test_the_day_is_that_of_the_persons_own_clock_not_of_greenwich():
    moment = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    assert day_of(moment.astimezone(SHANGHAI)) == date(2026, 11, 22)
    assert day_of(moment.astimezone(HONOLULU)) == date(2026, 11, 21)


def test_flying_west_does_not_move_the_pages_written_before():
    written = datetime(2026, 11, 22, 0, 30, tzinfo=SHANGHAI)
    assert not is_backdated(day_of(written), written)
    assert is_backdated(day_of(written), written.astimezone(HONOLULU))


def test_a_moment_without_a_zone_has_no_day():
    with pytest.raises(ValueError, match="no day"):
        day_of(datetime(2026, 11, 21, 12))


def test_a_page_may_be_backdated_but_not_dated_ahead():
    today = date(2026, 11, 21)
    assert can_be_backdated_to(today, today)
    assert can_be_backdated_to(date(1999, 1, 1), today)
    assert not can_be_backdated_to(today + timedelta(days=1), today)


@pytest.mark.parametrize(
    ("moment", "hours"),
    [
        (datetime(2026, 3, 29, 0, 0, tzinfo=BERLIN), 23),
        (datetime(2026, 10, 25, 0, 0, tzinfo=BERLIN), 25),
        (datetime(2026, 11, 21, 0, 0, tzinfo=BERLIN), 24),
    ],
)
def test_midnight_comes_when_it_comes_in_summer_time_too(moment: datetime, hours: int):
    assert until_midnight(moment) == timedelta(hours=hours)


zones = st.sampled_from([SHANGHAI, BERLIN, HONOLULU, timezone(timedelta(hours=5, minutes=45))])


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=zones))
def test_after_midnight_it_is_the_next_day(moment: datetime):
    left = until_midnight(moment)
    after = (moment.astimezone(UTC) + left).astimezone(moment.tzinfo)
    assert timedelta(0) < left <= timedelta(hours=26)
    assert day_of(after) >= day_of(moment) + timedelta(days=1) or left == timedelta(seconds=1)


def test_days_are_called_as_one_would_call_them(qapp):
    today = date(2026, 11, 21)
    assert short_day(today, today) == "Today"
    assert short_day(date(2026, 11, 20), today) == "Yesterday"
    assert short_day(date(2026, 11, 17), today) == "Tuesday"
    assert short_day(date(2026, 11, 14), today) == "14 November"
    assert short_day(date(2025, 11, 14), today) == "14 November 2025"
    assert long_day(today, today) == "Saturday 21 November"
    assert nearness(date(2026, 11, 22), today) is Nearness.AHEAD
