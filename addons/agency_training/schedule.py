"""Hours of a day as they are typed: « 9 h – 12 h 30, 13 h 30 – 17 h »."""

import re

from .const import MOST_SLOT_HOURS

TIME = r"(\d{1,2})\s*[h:]\s*([0-5]\d)?"
RANGE = rf"{TIME}\s*(?:[–—-]|à|to)\s*{TIME}"
RANGE_RE = re.compile(RANGE, re.IGNORECASE)
BETWEEN_RE = re.compile(r"\s*(?:,|;|/|et|puis|and|then)?\s*", re.IGNORECASE)
# As much as anybody types; the rest is not hours.
MOST_CHARACTERS = 200


def parse_schedule(text):
    """Return the half-days of a day, nothing where the text says more than hours or hours of no half-day (T3).

    :param str text: as it is typed
    :return: first and last hour of each half-day, as 9.5 for 9:30
    :rtype: list[tuple[float, float]]
    """
    text, position, ranges = (text or "").strip().rstrip("."), 0, []
    while position < len(text) <= MOST_CHARACTERS:
        match = RANGE_RE.match(text, position)
        if not match:
            return []
        hour, minutes, last_hour, last_minutes = (int(number or 0) for number in match.groups())
        ranges.append((hour + minutes / 60, last_hour + last_minutes / 60))
        position = BETWEEN_RE.match(text, match.end()).end()
    day = [hour for half_day in ranges for hour in half_day]
    is_a_day = day == sorted(day) and (not day or day[-1] <= 24)
    are_half_days = all(0 < last - first <= MOST_SLOT_HOURS for first, last in ranges)
    return ranges if is_a_day and are_half_days else []
