"""Reads a calendar file strictly after RFC 5545, and complains about whatever is not as it says.

Small on purpose: lines, folding, the properties we write, escapes, and times of the zone that is defined in
the file itself, from its own rules.
"""

import calendar
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

ONCE = {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "DESCRIPTION",
        "URL", "STATUS", "TRANSP"}  # fmt: skip
NAME = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:,\"]+)*):(.*)", re.DOTALL)


@dataclass
class Part:
    """A component: its name, its properties (name, parameters, raw value) and the components inside."""

    name: str
    properties: list = field(default_factory=list)
    parts: list = field(default_factory=list)

    def all(self, name):
        return [(parameters, value) for key, parameters, value in self.properties if key == name]

    def value(self, name, default=None):
        found = self.all(name)
        assert len(found) <= 1, f"{name} stands more than once"
        return found[0][1] if found else default

    def text(self, name):
        return unescaped(self.value(name, ""))


def unfolded(content):
    assert isinstance(content, bytes)
    content.decode("utf-8")
    assert content.endswith(b"\r\n")
    lines = content[:-2].split(b"\r\n")
    for line in lines:
        assert b"\r" not in line
        assert b"\n" not in line
        assert 0 < len(line) <= 75, line
        line.decode("utf-8")  # a fold tears no character apart
    logical = []
    for line in lines:
        if line.startswith((b" ", b"\t")):
            logical[-1] += line[1:]
        else:
            logical.append(line)
    return [line.decode("utf-8") for line in logical]


def unescaped(value):
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), value
    out, rest = "", value
    while rest:
        if rest[0] == "\\":
            assert rest[1] in "\\;,nN", rest
            out, rest = out + ("\n" if rest[1] in "nN" else rest[1]), rest[2:]
        else:
            assert rest[0] == "\t" or ord(rest[0]) >= 32, value
            out, rest = out + rest[0], rest[1:]
    return out


def read(content):
    """The calendar in a file."""
    stack, done = [], None
    for line in unfolded(content):
        assert done is None, "something follows the calendar"
        match = NAME.fullmatch(line)
        assert match, line
        name, parameters, value = match[1], match[2], match[3]
        given = dict(each.split("=", 1) for each in parameters[1:].split(";")) if parameters else {}
        if name == "BEGIN":
            stack.append(Part(value))
        elif name == "END":
            part = stack.pop()
            assert part.name == value
            if stack:
                stack[-1].parts.append(part)
            else:
                done = part
        else:
            stack[-1].properties.append((name, given, value))
    assert done is not None, "the calendar does not end"
    checked(done)
    return done


def checked(whole):
    assert whole.name == "VCALENDAR"
    assert whole.value("VERSION") == "2.0"
    assert whole.value("PRODID")
    assert whole.parts
    assert {part.name for part in whole.parts} <= {"VEVENT", "VTIMEZONE"}
    zones = {part.value("TZID") for part in whole.parts if part.name == "VTIMEZONE"}
    used = set()
    uids = [event.value("UID") for event in events(whole)]
    assert len(uids) == len(set(uids))
    for event in events(whole):
        names = [name for name, _, _ in event.properties]
        assert set(names) <= ONCE
        assert len(names) == len(set(names))
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(names)
        assert not {"DTEND", "DURATION"} <= set(names)
        datetime.strptime(event.value("DTSTAMP"), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        assert 0 <= int(event.value("SEQUENCE")) < 2**31
        assert event.value("STATUS") in ("CONFIRMED", "CANCELLED")
        for name in ("SUMMARY", "LOCATION", "DESCRIPTION"):
            event.text(name)
        parameters, _ = event.all("DTSTART")[0]
        assert parameters.get("VALUE", "DATE-TIME") in ("DATE", "DATE-TIME")
        used |= {given["TZID"] for _, given, _ in event.properties if "TZID" in given}
        starts, ends = times(whole, event)
        assert ends is None or starts < ends
    assert used == zones


def events(whole):
    return [part for part in whole.parts if part.name == "VEVENT"]


def times(whole, event):
    """When an event starts and ends: days, or moments in UTC by the rules in the file."""
    given, value = event.all("DTSTART")[0]
    if given.get("VALUE") == "DATE":
        day = datetime.strptime(value, "%Y%m%d").replace(tzinfo=UTC).date()
        return day, day + timedelta(days=1) if day < date.max else None
    starts = moment(whole, given["TZID"], value)
    if duration := event.value("DURATION"):
        assert duration == "PT1H"
        return starts, starts + timedelta(hours=1)
    given, value = event.all("DTEND")[0]
    return starts, moment(whole, given["TZID"], value)


def moment(whole, tzid, value):
    clock = datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007  (the zone follows)
    zone = next(part for part in whole.parts if part.name == "VTIMEZONE" and part.value("TZID") == tzid)
    changes = []
    for rule in zone.parts:
        assert rule.name in ("DAYLIGHT", "STANDARD")
        began = datetime.strptime(rule.value("DTSTART"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
        parts = dict(each.split("=") for each in rule.value("RRULE").split(";"))
        assert (parts["FREQ"], parts["BYDAY"]) == ("YEARLY", "-1SU")
        assert last_sunday(began.year, int(parts["BYMONTH"])) == began.date()
        for year in range(began.year, clock.year + 1):
            day = last_sunday(year, int(parts["BYMONTH"]))
            changes.append((datetime.combine(day, began.time()), offset(rule.value("TZOFFSETTO"))))
    last = max(change for change in changes if change[0] <= clock)
    return (clock - last[1]).replace(tzinfo=UTC)


def offset(value):
    sign = -1 if value[0] == "-" else 1
    return sign * timedelta(hours=int(value[1:3]), minutes=int(value[3:5]))


def last_sunday(year, month):
    last = date(year, month, calendar.monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() + 1) % 7)
