"""What the account is made of: users, queues, contacts, numbers and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsfilter.sample import names
from vsfilter.sample.cast import CUSTOMER
from vsfilter.sample.drawing import pick, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.sample.calls import Record
    from vsfilter.sample.scene import Scene

_RING_TIMES = (15, 20, 30, 45)
_GROUPS = ("Front office", "Rückruf", "Everybody 🎧")

_FOLDERS = ("Customers", "Suppliers", "Familie & Freunde", None)
_PURPOSES = ("Headquarters", "Support line", "Ads spring", "O'Connell Street", None)
_TARGETS = ("USER", "QUEUE", "IVR")

_CLIENTS = spread(("VoIPstudio CLI/0.2.0", 3), ("python-requests/2.32.3", 2), (None, 1))
_KEYS = ("Reporting", "CRM sync", "Wallboard", "Backup script")
_DAY = 86_400
# No limit, a week, 30 days.
_EXPIRIES = (0, 7 * _DAY, 30 * _DAY)


def users(scene: Scene) -> Iterator[Record]:
    """Make the users of the account."""
    draw = scene.stream("users")
    for user in scene.cast.users:
        yield {
            "id": user.id,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "ext": user.ext,
            "email": names.mailbox(user.first_name, user.last_name, user.ext),
            "active": draw() * 12 > 1,
            "dnd": draw() * 8 < 1,
            "nb_sip_locations": int(draw() * 4),
            "cli": user.cli,
            "customer_id": CUSTOMER,
            "status": draw() * 2 < 1,
        }


def queues(scene: Scene) -> Iterator[Record]:
    """Make the queues, each with some of the users."""
    draw = scene.stream("queues")
    for queue in scene.cast.queues:
        yield {
            "id": int(queue.key),
            "name": queue.name,
            "number": int(str(queue.number)),
            "users": [user.id for user in scene.cast.users if draw() * 2 < 1],
            # The only strategy that anybody has seen.
            "ring_strategy": "A",
            "ring_time": pick(draw, _RING_TIMES),
            "skip_busy": draw() * 2 < 1,
        }


def queuegroups(scene: Scene) -> Iterator[Record]:
    """Make a group for every two queues."""
    for place, name in enumerate(_GROUPS[: (len(scene.cast.queues) + 1) // 2]):
        yield {"id": 640 + place, "name": name}


def contacts(scene: Scene) -> Iterator[Record]:
    """Make an internal contact of each user, and one of each outside party that has a name."""
    draw = scene.stream("contacts")
    people: list[tuple[str, str | None, int | None]] = [
        (user.first_name, user.last_name, user.id) for user in scene.cast.users
    ]
    # What stands after the first word is no last name of a firm, but that is how such lists are filled.
    people += [(*_halves(party.name), None) for party in scene.cast.outside if party.is_named]
    moments = scene.year.moments(len(people), draw)
    for number, ((first, last, relation), (day, second)) in enumerate(zip(people, moments, strict=True), 530_001):
        is_own = relation is not None
        yield {
            "id": number,
            "created_at": day.clock(second),
            "first_name": first,
            "global": is_own or draw() * 3 < 1,
            "group_name": None if is_own else pick(draw, _FOLDERS),
            "internal": is_own,
            "last_name": last,
            "rel_user_id": relation,
            "user_id": pick(draw, scene.cast.users).id,
        }


def _halves(name: str) -> tuple[str, str | None]:
    first, _, last = name.partition(" ")
    return first, last or None


def ddis(scene: Scene) -> Iterator[Record]:
    """Make the numbers of the account; little is known of this endpoint's records."""
    draw = scene.stream("ddis")
    for number in scene.cast.ddis:
        yield {"e164": number, "sms_enabled": draw() * 2 < 1}


def tracked_ddis(scene: Scene) -> Iterator[Record]:
    """Make the same numbers as call tracking shows them."""
    # From the same stream as `ddis`, so that both say the same of text messages.
    plain = list(ddis(scene))
    draw = scene.stream("calltracking/ddis")
    moments = scene.year.moments(len(plain), draw)
    for place, (ddi, (day, second)) in enumerate(zip(plain, moments, strict=True)):
        has_fax = draw() * 4 < 1
        target = pick(draw, _TARGETS)
        targets = {"USER": pick(draw, scene.cast.users).id, "QUEUE": int(pick(draw, scene.cast.queues).key)}
        purpose = pick(draw, _PURPOSES)
        yield {
            "id": str(120_300 + place),
            "channels": 2 + 2 * int(draw() * 5),
            "cli_hide": draw() * 10 < 1,
            "cli_prefix": pick(draw, (None, 0, 9)),
            "created_at": day.clock(second),
            "e164": ddi["e164"],
            "esc_enabled": draw() * 5 < 1,
            "fax_email": "fax@example.com" if has_fax else None,
            "fax_enabled": has_fax,
            "flag": "DE",
            "has_fax_password": has_fax and draw() * 2 < 1,
            "info": f"{purpose} (main)" if purpose and not place else None,
            "name": purpose,
            "rate": pick(draw, (0.0, 0.009, 0.015)),
            "sms_email": "sms@example.com" if ddi["sms_enabled"] else None,
            "sms_enabled": ddi["sms_enabled"],
            "status": "ACTIVE" if draw() * 10 > 1 else "SUSPENDED",
            "target_id": targets.get(target),
            "target_type": target,
            "tel_verified": draw() * 3 > 1,
            "uri": f"sip:{ddi['e164']}@sip.example.com",
        }


def apitokens(scene: Scene) -> Iterator[Record]:
    """Make keys that open nothing: in place of the secret stand words that say so."""
    draw = scene.stream("apitokens")
    for number, (day, second) in enumerate(scene.year.moments((len(scene.cast.users) + 2) // 3, draw), 1):
        # Used on the day on which it was made, or not yet.
        was_used = draw() * 5 > 1
        yield {
            "name": f"{pick(draw, _KEYS)} {number}",
            "token": f"not-a-token-{number:04}",
            "created_at": day.clock(second),
            "expiry": pick(draw, _EXPIRIES),
            "user_id": pick(draw, scene.cast.users).id,
            "customer_id": CUSTOMER,
            "host": f"198.51.100.{1 + int(draw() * 254)}",
            "user_agent": pick(draw, _CLIENTS),
            "last_request_at": day.clock(min(second + int(draw() * 3600), _DAY - 1)) if was_used else None,
        }
