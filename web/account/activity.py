"""Interactions month by month, as a chart that the server draws."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

__all__ = ["Bar", "Chart", "monthly"]

HEIGHT = 150.0
"""Of the tallest column, in pixels."""

_GAP = 0.3
_CHANNELS = ("meeting", "visit", "call", "mail", "chat", "ticket", "mention", "other")


@dataclass(frozen=True)
class Bar:
    """A piece of a column: `x` and `width` in percent of the chart, `y` and `height` in pixels."""

    month: date
    channel: str
    count: int
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True)
class Chart:
    """Columns of stacked bars; `channels` and the tick marks (`y`, value) explain them."""

    bars: list[Bar]
    months: list[tuple[float, date]]
    ticks: list[tuple[float, int]]
    channels: dict[str, int]
    totals: dict[date, int]

    @property
    def total(self) -> int:
        return sum(self.channels.values())


def monthly(rows: list[dict[str, Any]], as_of: str | None, months: int) -> Chart:
    """A column for each of the last `months` months up to `as_of`.

    `rows` are {"month": first day, "channel", "interactions"}; a channel that is not known counts as other.
    """
    columns = _months(datetime.fromisoformat(as_of), months) if as_of else []
    counts: dict[date, dict[str, int]] = {month: defaultdict(int) for month in columns}
    for row in rows:
        month = date.fromisoformat(row["month"])
        if month in counts:
            channel = row["channel"] if row["channel"] in _CHANNELS else "other"
            counts[month][channel] += row["interactions"]
    totals = {month: sum(of.values()) for month, of in counts.items()}
    top = _round_up(max(totals.values(), default=0))
    step = 100 / max(1, len(columns))
    bars = []
    for index, (month, of) in enumerate(counts.items()):
        y = HEIGHT
        for channel in _CHANNELS:
            if of.get(channel):
                height = of[channel] / top * HEIGHT
                y -= height
                bars.append(Bar(month, channel, of[channel], (index + _GAP / 2) * step, (1 - _GAP) * step, y, height))
    return Chart(
        bars,
        [((index + 0.5) * step, month) for index, month in enumerate(columns)],
        [(HEIGHT - value / top * HEIGHT, value) for value in sorted({0, top // 2, top})],
        {channel: n for channel in _CHANNELS if (n := sum(of.get(channel, 0) for of in counts.values()))},
        totals,
    )


def _months(newest: datetime, count: int) -> list[date]:
    last = newest.year * 12 + newest.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - count + 1, last + 1)]


def _round_up(value: int) -> int:
    """The next even number of the kind 2, 4, 10, 20, 40, 60, 80, 100, 200 …"""
    for power in range(10):
        for leading in (2, 4, 6, 8, 10):
            if leading * 10**power >= value:
                return int(leading * 10**power)
    return value
