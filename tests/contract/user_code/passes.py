"""Code as users of the library write it: mypy strict must pass it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, IntEnum
from functools import reduce
from operator import and_
from zoneinfo import ZoneInfo

import vsfilter
from vsfilter import F, Filter, Param
from vsfilter.fields import cdrs, of, sms
from vsfilter.model import And, Expr, RelativeDate


class Kind(Enum):
    INBOUND = "I"
    OUTBOUND = "O"


class User(IntEnum):
    ALICE = 123


def text() -> Filter:
    flt = vsfilter.compile("dst_id = :user and calldate > today", "cdrs", params={"user": 5}, timezone="Europe/Madrid")
    params: dict[str, str | int] = flt.to_params(page=1, limit=100, sort="calldate", dir="DESC", group_by=None)
    print(params, flt.to_json().decode(), flt.to_url(base_url="http://localhost"), str(flt.explain(page=1)))
    return flt


def built() -> Expr:
    wanted: list[Expr] = [F.dst_id == 123456, F["from"].like("44"), ~(F.type == Kind.INBOUND), 5 < F.duration]
    either = (F.charge > Decimal("0.5")) | (F.charge < 0.1) | F.src.is_null()
    return reduce(and_, wanted) & either & And((F.a != True, F.b.not_in({1, 2})))


def typed() -> Expr:
    first = (cdrs.dst_id == 123456) & (cdrs.user_id == User.ALICE) & (cdrs.user_id != "5") & (cdrs.is_root == True)
    second = cdrs.duration.between(1, 5) & cdrs.type.in_([Kind.INBOUND, "O"]) & cdrs.id.in_(range(3))
    third = (cdrs.calldate >= date(2026, 7, 1)) & (cdrs.calldate < datetime.now(UTC)) & (cdrs.calldate > "2018-09-01")
    fourth = (cdrs.calldate != RelativeDate("today", "-7d")) & cdrs.labels.like("vip") & cdrs.labels.is_not_null()
    fifth = (cdrs.charge <= 2.5) & (cdrs.user_id == Param("user")) & cdrs.type.not_in(Param("types"))
    sixth = sms.from_.notlike("44") & of("sms")["from"].like("44") & (of("sms").to == 5)
    return first & second & third & fourth & fifth & sixth


def prepared() -> list[Filter]:
    per_user = vsfilter.prepare("user_id = :user and calldate >= :since", "cdrs", timezone=ZoneInfo("Europe/Madrid"))
    names: tuple[str, ...] = per_user.parameters
    return [per_user(user=user, since=date(2026, 7, 1)) for user in range(len(names))]


def declared() -> Filter:
    number = vsfilter.Property("number", "integer", filterable="observed", operators_seen=["eq", "like"])
    rooms = vsfilter.Endpoint("rooms", [number, vsfilter.Property("name", vsfilter.PropertyType.STRING)])
    kind: vsfilter.PropertyType = number.type
    first: tuple[vsfilter.Property, ...] = rooms.properties
    print(kind, first)
    return vsfilter.compile(of(rooms).number == 801, rooms)


def matched() -> list[bool]:
    records: list[dict[str, object]] = [{"src": "44"}, {}]
    matches = vsfilter.predicate("src is null or src like 44", "cdrs")
    return [matches(record) and vsfilter.compile(None, "cdrs").matches(record) for record in records]


def read_back() -> Filter:
    expr: Expr | None = vsfilter.from_json(b"[]")
    parsed = vsfilter.from_query("filter=[]&page=2")
    bound = vsfilter.parse("user_id = :user").bind(user=5)
    flt = vsfilter.compile(parsed.expr, "cdrs", fold=1)
    print(expr is None, vsfilter.compile(flt.to_list(), "cdrs"), bound, flt.to_query(**parsed.options))
    return flt
