"""The words of the report by language, and the one place where its dates, percentages and plurals are formatted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Words:
    """One language. Texts with ``{names}`` take values; plurals have a form ``.one`` and a form ``.many``."""

    language: str
    months: tuple[str, ...]
    texts: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """A text with its values filled in."""
        return self.texts[key].format(**values)

    def count(self, key: str, number: int) -> str:
        """A number with its noun: *1 case*, *72 cases*."""
        return self.say(f"{key}.one" if number == 1 else f"{key}.many", n=number)

    def percent(self, value: int | None) -> str:
        """A whole percentage, or a dash where there is no base."""
        return self.texts["none"] if value is None else self.say("percent", n=value)

    def listed(self, items: Sequence[str]) -> str:
        """Several things: *a, b or c*."""
        if len(items) < 2:
            return "".join(items)
        return self.say("or", first=", ".join(items[:-1]), last=items[-1])

    def date(self, iso: str) -> str:
        """A date in full; what is no date is left as typed."""
        try:
            day = date.fromisoformat(iso)
        except ValueError:
            return iso
        return self.say("date", day=day.day, month=self.months[day.month - 1], year=day.year)

    def period(self, first: str, last: str) -> str:
        """From one date to another; one of them alone where the other is missing."""
        if first and last and first != last:
            return self.say("period", first=self.date(first), last=self.date(last))
        return self.date(first or last)

    def moment(self, at: datetime) -> str:
        """Day and time, in UTC so that it reads the same everywhere."""
        return self.say("moment", date=self.day(at), time=at.astimezone(UTC).strftime("%H:%M"))

    def day(self, at: datetime) -> str:
        """The day, in UTC."""
        return self.date(at.astimezone(UTC).date().isoformat())
