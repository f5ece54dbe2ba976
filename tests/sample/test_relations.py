"""How records belong together: legs to roots, recordings to legs, messages to missed calls."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta

from tests.sample.rows import Row, rows

LEGS = {row["live_id"]: row for row in rows("cdrs")}
ROOTS = [row for row in rows("cdrs") if row["is_root"]]
CHILDREN = [row for row in rows("cdrs") if not row["is_root"]]


def _begin(row: Row) -> datetime:
    return datetime.fromisoformat(row["calldate"])


def _end(row: Row) -> datetime:
    return _begin(row) + timedelta(seconds=row["duration"])


def test_roots_stand_for_themselves() -> None:
    for root in ROOTS:
        assert root["root_live_id"] == root["live_id"]
        assert root["parent_live_id"] is None


def test_children_name_their_root_and_their_parent() -> None:
    assert len(CHILDREN) > len(ROOTS) / 10
    for child in CHILDREN:
        parent, root = LEGS[child["parent_live_id"]], LEGS[child["root_live_id"]]
        assert root["is_root"]
        assert parent["root_live_id"] == root["live_id"]
        assert parent["id"] < child["id"]


def test_some_legs_are_grandchildren() -> None:
    assert any(child["parent_live_id"] != child["root_live_id"] for child in CHILDREN)


def test_the_number_of_children_is_that_of_the_legs_that_name_one_as_parent() -> None:
    counted = Counter(child["parent_live_id"] for child in CHILDREN)
    for leg in rows("cdrs"):
        assert leg["nb_children"] == counted[leg["live_id"]]


def test_a_child_lies_within_its_parent() -> None:
    for child in CHILDREN:
        parent = LEGS[child["parent_live_id"]]
        assert _begin(parent) <= _begin(child) <= _end(child) <= _end(parent)
        assert parent["src"] == child["src"] or parent["type"] == "O"


def test_at_most_one_child_of_a_queue_answers() -> None:
    answered: Counter[int] = Counter()
    for child in CHILDREN:
        answered[child["parent_live_id"]] += child["billsec"] > 0
    for leg, count in answered.items():
        assert count == (LEGS[leg]["disposition"] == "CONNECTED")


def test_the_outcome_of_a_leg_fits_its_times_and_costs() -> None:
    for leg in rows("cdrs"):
        assert 0 <= leg["billsec"] <= leg["duration"]
        assert (leg["billsec"] > 0) == (leg["disposition"] == "CONNECTED")
        assert leg["billsec"] == 0 if leg["type"] == "M" else leg["type"] in "IO"
        assert leg["destination"] == ("out" if leg["type"] == "O" else "in")
        if leg["type"] != "O" or not leg["billsec"]:
            assert not leg["charge"]
        elif leg["rate"] is not None and leg["charge"] is not None:
            exact = leg["rate"] * leg["billsec"] / 60
            assert exact - 1e-9 < leg["charge"] < exact + 1e-4 + 1e-9


def test_legs_belong_to_users_and_their_devices() -> None:
    users = {user["id"]: user for user in rows("users")}
    devices: dict[int, set[int]] = defaultdict(set)
    for leg in rows("cdrs"):
        if leg["user_id"] is None:
            assert leg["dst"] in {str(queue["number"]) for queue in rows("queues")}
            continue
        assert users[leg["user_id"]]["ext"] in {leg["src"], leg["dst"]}
        assert str(leg["user_id"]) in {leg["src_id"], leg["dst_id"]}
        devices[leg["user_id"]] |= {leg["sip_endpoint_id"]} - {None}
    assert {len(ids) for ids in devices.values()} == {1}


def test_recordings_are_of_connected_legs_and_agree_with_them() -> None:
    # A name may be missing on one side only; what ties the two is not.
    same = ("live_id", "user_id", "type", "src_id", "src", "dst_id", "dst")
    legs = {leg["call_id"]: leg for leg in rows("cdrs")}
    recordings = rows("monitors")
    assert len({one["call_id"] for one in recordings}) == len(recordings)
    for one in recordings:
        leg = legs[one["call_id"]]
        assert leg["disposition"] == "CONNECTED"
        assert [one[name] for name in same] == [leg[name] for name in same]
        assert (one["caller"], one["called"]) == (leg["src"], leg["dst"])
        assert (one["timestamp"], one["duration"]) == (leg["calldate"], leg["billsec"])
        assert one["size"] is None or one["size"] > 0


def test_what_was_heard_in_a_recording_is_known_as_a_whole_or_not_at_all() -> None:
    names = ("transcript", "transcript_speakers", "summary", "sentiment", "cx_score", "metadata")
    kinds = Counter(frozenset(one[name] is None for name in names) for one in rows("monitors"))
    assert kinds.keys() == {frozenset({True}), frozenset({False})}
    assert all(1 <= one["cx_score"] <= 10 for one in rows("monitors") if one["cx_score"] is not None)


def test_messages_are_left_by_callers_whom_nobody_answered() -> None:
    assert len({one["parent_live_id"] for one in rows("voicemessages")}) == len(rows("voicemessages"))
    for one in rows("voicemessages"):
        leg = LEGS[one["parent_live_id"]]
        assert (leg["type"], leg["is_root"]) == ("M", True)
        assert (one["caller"], one["dialled"], one["extension_id"]) == (leg["src"], leg["dst"], leg["user_id"])
        assert datetime.fromisoformat(one["origtime"]) == _end(leg)
        assert one["live_id"] not in LEGS


def test_conversations_are_the_calls_and_the_text_messages() -> None:
    calls = Counter((row["calldate"], row["src"], row["dst"]) for row in ROOTS)
    texts = Counter((row["created_at"], row["from"], row["to"]) for row in rows("sms"))
    for channel, expected in (("call", calls), ("sms", texts)):
        found = [row for row in rows("conversations") if row["channel"] == channel]
        assert Counter((row["created_at"], row["src"], row["dst"]) for row in found) == expected


def test_users_are_those_that_the_other_records_name() -> None:
    users = {user["id"] for user in rows("users")}
    for endpoint, prop in (
        ("sms", "user_id"),
        ("chats", "operator_id"),
        ("contacts", "user_id"),
        ("apitokens", "user_id"),
    ):
        assert {row[prop] for row in rows(endpoint)} <= users | {None}
    assert all(set(queue["users"]) <= users for queue in rows("queues"))
    assert len({user["email"] for user in rows("users")}) == len(users)


def test_the_numbers_of_the_account_are_alike_wherever_they_stand() -> None:
    known = {row["e164"]: row["sms_enabled"] for row in rows("ddis")}
    assert {row["e164"]: row["sms_enabled"] for row in rows("calltracking/ddis")} == known
    assert {user["cli"] for user in rows("users")} <= known.keys() | {None}
    assert not known.keys() & {leg["src"] for leg in rows("cdrs")}


def test_a_fax_is_named_after_its_numbers_and_its_time() -> None:
    for fax in rows("faxes"):
        digits = "".join(filter(str.isdigit, fax["created_at"]))
        assert fax["filename"] in {None, f"fax-to-{fax['to']}-from-{fax['from']}-at-{digits}.pdf"}


def test_a_fee_is_taken_each_month() -> None:
    fees = [row["created_at"] for row in rows("transactions") if row["type"] == "MONTHLY_FEE"]
    assert fees == [f"2026-{month:02}-01 00:10:00" for month in range(1, 13)]
