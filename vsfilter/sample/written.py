"""What is written, paid and faxed over the year: sms, faxes, chats and transactions."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from vsfilter.sample import names
from vsfilter.sample.cast import CUSTOMER
from vsfilter.sample.drawing import pick, quantiles, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vsfilter.sample.calls import Record
    from vsfilter.sample.scene import Scene

_TEXTS = (
    "Your code is 482913. Do not give it to anybody.",
    "Ihr Termin ist morgen um 10 Uhr. Für Änderungen rufen Sie uns bitte an.",
    "Thanks! 👍",
    "We're on our way, about 20 minutes.",
    'Order 77120: "large box", 100 % paid',
    "Danke, bis später 😊",
    "STOP",
    "\u05ea\u05d5\u05d3\u05d4",
)
_SENT = spread(("DELIVERED", 12), ("SENT", 3), ("FAILED", 1))
# The shares of messages and of faxes that the account sends.
_TEXTS_OUT = 0.6
_FAXES_OUT = 0.5
# Of so many messages sent one carries a name in place of a number.
_SENDER = "ACME"
_SENDING = 12

_FAXED = spread(("COMPLETED", 9), ("FAILED", 2), ("PENDING", 1))
_PAGES = spread((1, 9), (2, 6), (3, 3), (5, 2), (12, 1))

_PLACES = (
    ("Berlin", "DE", "52.52,13.40"),
    ("Köln", "DE", "50.94,6.96"),
    ("London", "GB", "51.51,-0.13"),
    ("Saint-Étienne", "FR", "45.44,4.39"),
    (None, None, None),
)
_BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
    "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
)
_PAGES_SEEN = ("https://www.example.com/", "https://www.example.com/prices?plan=2", None)
_STATES = spread(("CLOSED", 8), ("MISSED", 3), ("OPEN", 1))
_CHAT = quantiles((0, 5), (300, 90), (700, 380), (1000, 2400))

_TOPUPS = (100.0, 200.0, 250.0, 500.0)
# In thousandths, what a top-up brings on average, and what a user and a call leg cost in the year.
_MEAN_TOPUP, _USER_COST, _LEG_COST = 262_500, 180_000, 18
_PAID = spread(("SUCCESS", 14), ("FAILED", 1), ("PENDING", 1))
# What a user costs in a month, in cents.
_FEE = 1499


def sms(scene: Scene) -> Iterator[Record]:
    """Make text messages, one to a dozen call legs."""
    draw = scene.stream("sms")
    for number, (day, second) in enumerate(scene.year.moments(scene.share(12), draw), 6_300_001):
        user = pick(draw, scene.cast.users)
        other = pick(draw, scene.cast.outside).number
        is_out = draw() < _TEXTS_OUT
        sender = _SENDER if draw() * _SENDING < 1 else user.cli
        yield {
            "id": number,
            "created_at": day.clock(second),
            "from": sender if is_out else other,
            "to": other if is_out else user.cli,
            "message": pick(draw, _TEXTS),
            "result": pick(draw, _SENT) if is_out else None,
            "type": "O" if is_out else "I",
            "user_id": user.id,
        }


def faxes(scene: Scene) -> Iterator[Record]:
    """Make faxes, one to 200 call legs."""
    draw = scene.stream("faxes")
    for number, (day, second) in enumerate(scene.year.moments(scene.share(200), draw), 880_001):
        own, other = pick(draw, scene.cast.ddis), pick(draw, scene.cast.outside).number
        is_out = draw() < _FAXES_OUT
        source, target = (own, other) if is_out else (other, own)
        moment = day.clock(second)
        digits = "".join(character for character in moment if character.isdigit())
        yield {
            "id": number,
            "created_at": moment,
            "from": source,
            "to": target,
            "pages": pick(draw, _PAGES),
            "status": pick(draw, _FAXED),
            "type": "O" if is_out else "I",
            "filename": f"fax-to-{target}-from-{source}-at-{digits}.pdf",
        }


def chats(scene: Scene) -> Iterator[Record]:
    """Make chats on the account's website, one to 40 call legs."""
    draw = scene.stream("chats")
    for number, (day, second) in enumerate(scene.year.moments(scene.share(40), draw), 410_001):
        city, country, spot = pick(draw, _PLACES)
        name = names.person(draw)
        state = pick(draw, _STATES)
        user = pick(draw, scene.cast.users) if state != "MISSED" else None
        yield {
            "id": number,
            "created_at": day.clock(second),
            "customer_id": CUSTOMER,
            "duration": pick(draw, _CHAT) if user else 0,
            "operator_id": user.id if user else None,
            "operator_ua": pick(draw, _BROWSERS) if user else None,
            "state": state,
            "visitor_city": city,
            "visitor_country": country,
            "visitor_email": names.mailbox(*name),
            "visitor_geo": spot,
            "visitor_id": f"{int(draw() * 2**48):012x}",
            "visitor_ip": f"{pick(draw, ('192.0.2', '198.51.100', '203.0.113'))}.{1 + int(draw() * 254)}",
            "visitor_name": " ".join(name),
            "visitor_referer": pick(draw, _PAGES_SEEN),
            "visitor_ua": pick(draw, _BROWSERS),
            "website_id": 71 + int(draw() * 2),
        }


def transactions(scene: Scene) -> Iterator[Record]:
    """Make the fee on the first day of each month, and the top-ups that pay for it and for the calls."""
    draw = scene.stream("transactions")
    count = 1 + (len(scene.cast.users) * _USER_COST + scene.size * _LEG_COST) // _MEAN_TOPUP
    moments = [(day, second, "TOPUP") for day, second in scene.year.moments(count, draw)]
    months = groupby(scene.year.days, key=lambda day: (day.date.year, day.date.month))
    # Fees are taken at ten past midnight.
    fees = [(next(days), 600, "MONTHLY_FEE") for _, days in months]
    ordered = sorted(moments + fees, key=lambda one: (one[0].date, one[1]))
    for number, (day, second, kind) in enumerate(ordered, 1_950_001):
        is_fee = kind == "MONTHLY_FEE"
        yield {
            "id": number,
            "created_at": day.clock(second),
            "amount": -_FEE * len(scene.cast.users) / 100 if is_fee else pick(draw, _TOPUPS),
            "currency_iso": "EUR",
            "type": kind,
            "result": "SUCCESS" if is_fee else pick(draw, _PAID),
        }
