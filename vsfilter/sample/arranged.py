"""What is set up once and runs by itself: buttons on websites and scheduled reports."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from vsfilter.sample.drawing import pick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.sample.calls import Record
    from vsfilter.sample.scene import Scene
    from vsfilter.sample.year import Day

_CULTURES = ("de_DE", "en_GB", "fr_FR", "pl_PL")
_POSITIONS = ("LEFT", "RIGHT")
_COUNTRIES = ("DE,AT,CH", "DE", "GB,IE", "DE,FR,ES,IT,PL", None)
_TITLES = ("Call us", "Rückruf gefällig? 📞", "We'll call you")

_REPORTS = ("Calls per user", "Missed calls", "Queue overview", "Kosten je Monat")
_FORMATS = ("CSV", "PDF", "XLSX")
_HOURS = ("06:00", "07:30", "18:00")
_ZONES = ("Europe/Berlin", "Europe/London", "UTC")
# The days between two runs.
_EVERY = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30}


def websites(scene: Scene) -> Iterator[Record]:
    """Make the websites with the button by which visitors ask to be called."""
    return _callmeback(scene, "callmeback/websites", 71)


def settings(scene: Scene) -> Iterator[Record]:
    """Make the settings of that button."""
    return _callmeback(scene, "callmeback/settings", 911)


def _callmeback(scene: Scene, endpoint: str, first: int) -> Iterator[Record]:
    """Make one to a dozen users; both endpoints have the same properties."""
    draw = scene.stream(endpoint)
    for number, (day, second) in enumerate(scene.year.moments((len(scene.cast.users) + 11) // 12, draw), first):
        name = f"shop{number}.example.com"
        yield {
            "id": number,
            "allowed_countries": pick(draw, _COUNTRIES),
            "button_id": 1 + int(draw() * 8),
            "created_at": day.clock(second),
            "culture": pick(draw, _CULTURES),
            "ddi": int(pick(draw, scene.cast.ddis)),
            "floating_icon": draw() * 2 < 1,
            "max_call_rate": pick(draw, (0.05, 0.1, 0.25, None)),
            "name": name,
            "position": pick(draw, _POSITIONS),
            "privacy_policy_url": f"https://{name}/privacy",
            "show_to_allowed_countries_only": draw() * 3 < 1,
            "title": pick(draw, _TITLES),
            "welcome_screen_msg": pick(draw, ("Leave your number, we call you back.", None)),
        }


def reportschedules(scene: Scene) -> Iterator[Record]:
    """Make reports that are sent at fixed times, one to three users."""
    draw = scene.stream("reportschedules")
    for number, (day, second) in enumerate(scene.year.moments((len(scene.cast.users) + 2) // 3, draw), 2201):
        name, rhythm, hour = pick(draw, _REPORTS), pick(draw, tuple(_EVERY)), pick(draw, _HOURS)
        status = "ACTIVE" if draw() * 4 > 1 else "PAUSED"
        runs = (_at(scene, day, 1, hour), _at(scene, day, 1 + _EVERY[rhythm], hour))
        yield {
            "id": number,
            "created_at": day.clock(second),
            "culture": pick(draw, _CULTURES),
            "description": pick(draw, ("For the board", "Für die Buchhaltung", None)),
            "emails": [f"reports{place}@example.com" for place in range(1 + int(draw() * 3))],
            "end_at": pick(draw, (scene.year.days[-1].clock(0), None)),
            "format": pick(draw, _FORMATS),
            "frequency": {
                "type": rhythm,
                "time_of_day": hour,
                "day_of_week": 1 + int(draw() * 5) if rhythm == "WEEKLY" else None,
                "day_of_month": 1 if rhythm == "MONTHLY" else None,
            },
            "last_run_at": runs[0],
            "name": f"{name} {rhythm.lower()}",
            "next_run_at": runs[1] if status == "ACTIVE" else None,
            "report_id": 10 + int(draw() * 9),
            "start_at": day.clock(0),
            "status": status,
            "timezone": pick(draw, _ZONES),
        }


def _at(scene: Scene, day: Day, later: int, hour: str) -> str | None:
    """Give an hour some days later, or None after the scene.year."""
    when = day.date + timedelta(days=later)
    return f"{when.isoformat()} {hour}:00" if when <= scene.year.days[-1].date else None
