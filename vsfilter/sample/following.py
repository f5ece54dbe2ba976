"""What follows from calls: recordings, messages left, and the history of who spoke with whom."""

from __future__ import annotations

from heapq import heappop, heappush, merge
from operator import itemgetter
from typing import TYPE_CHECKING, cast

from vsfilter.sample.cdrs import cdrs
from vsfilter.sample.drawing import pick, quantiles, spread
from vsfilter.sample.written import sms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vsfilter.sample.calls import Record
    from vsfilter.sample.drawing import Draw
    from vsfilter.sample.scene import Scene

# The shares of answered legs that are recorded, of recordings that are analysed, of missed calls
# with a message, and of messages that nobody has heard.
_RECORDED = 0.5
_ANALYSED = 0.4
_LEFT = 0.35
_NEW = 0.2

_COPIED = (
    *("call_id", "live_id", "user_id", "sip_endpoint_id", "type"),
    *("src_id", "src", "src_name", "dst_id", "dst", "dst_name", "context"),
)
# What an hour of speech takes as MP3: 16 kbit a second, after a header.
_BYTES_PER_SECOND = 2000
_HEADER = 417

_TALKS = (
    ("Where is my order?", "It left our warehouse this morning.", "Customer asks for an order; it is on its way."),
    ("The invoice is wrong.", "I am sorry, we send a new one.", "Wrong invoice; a corrected one will be sent."),
    ("Guten Tag, ich hätte gern ein Angebot.", "Gern, für wie viele Plätze?", "Anfrage für ein Angebot."),
    ("Nothing works since Monday!", "Let us have a look together.", "Fault since Monday, solved on the phone."),
    ("I'd like to book a date.", "Thursday at ten?", "Appointment made."),
)
_MOODS = spread(("positive", 5), ("neutral", 8), ("negative", 3))
_SCORES = {"positive": 7.0, "neutral": 5.0, "negative": 1.5}

_MESSAGES = (
    "Please call me back.",
    "Guten Tag, hier ist die Werkstatt, Ihr Wagen ist fertig. Auf Wiederhören.",
    "It's about the offer of last week, I'd like to have a word with you.",
    "Bitte um Rückruf, es eilt!",
    None,
)
_LENGTH = quantiles((0, 2), (300, 11), (600, 24), (900, 58), (1000, 180))
_FOLDERS = spread(("INBOX", 8), ("Old", 3), ("Work", 1))


def monitors(scene: Scene) -> Iterator[Record]:
    """Make the recordings of some of the legs in which a user spoke."""
    draw = scene.stream("monitors")
    number = 9_200_000
    for cdr in cdrs(scene):
        if cdr["disposition"] != "CONNECTED" or cdr["user_id"] is None or draw() > _RECORDED:
            continue
        number += 1 + int(draw() * 3)
        seconds = _whole(cdr["billsec"])
        yield {
            "id": number,
            **{name: cdr[name] for name in _COPIED},
            "timestamp": cdr["calldate"],
            "caller": cdr["src"],
            "called": cdr["dst"],
            "duration": seconds,
            "size": _HEADER + seconds * _BYTES_PER_SECOND,
            **_analysis(seconds, draw() < _ANALYSED, pick(draw, _TALKS), pick(draw, _MOODS), int(draw() * 7)),
        }


def _analysis(seconds: int, known: bool, talk: tuple[str, str, str], mood: str, extra: int) -> Record:  # noqa: FBT001
    """Say what the add-on heard in a recording; all is empty without it."""
    if not known:
        keys = ("transcript", "transcript_speakers", "summary", "sentiment", "cx_score", "metadata")
        return dict.fromkeys(keys)
    question, answer, summary = talk
    middle = seconds // 2
    return {
        "transcript": f"{question} {answer}",
        "transcript_speakers": [
            {"speaker": "A", "start": 0, "end": middle, "text": question},
            {"speaker": "B", "start": middle, "end": seconds, "text": answer},
        ],
        "summary": summary,
        "sentiment": mood,
        "cx_score": _SCORES[mood] + extra / 2,
        "metadata": {"timeline": [{"at": 0, "event": "start"}, {"at": seconds, "event": "end"}]},
    }


def voicemessages(scene: Scene) -> Iterator[Record]:
    """Make the messages that callers left for users who had not answered; each begins where the call ended."""
    draw = scene.stream("voicemessages")
    number = 2_700_000
    for origtime, cdr in _by_end(_unanswered(scene, draw)):
        number += 1 + int(draw() * 2)
        is_new = draw() < _NEW
        yield {
            "id": number,
            "live_id": _whole(cdr["live_id"]) + 1,
            "parent_live_id": cdr["live_id"],
            "extension_id": cdr["user_id"],
            "caller": cdr["src"],
            "callerid": cdr["clid"],
            "dialled": cdr["dst"],
            "origtime": origtime,
            "duration": pick(draw, _LENGTH),
            "folder": "INBOX" if is_new else pick(draw, _FOLDERS),
            "is_new": is_new,
            "transcript": pick(draw, _MESSAGES),
        }


def _unanswered(scene: Scene, draw: Draw) -> Iterator[Record]:
    for cdr in cdrs(scene):
        if cdr["type"] == "M" and cdr["is_root"] and cdr["user_id"] is not None and draw() < _LEFT:
            yield cdr


def _by_end(missed: Iterable[Record]) -> Iterator[tuple[str, Record]]:
    """Put calls in the order in which they end, with that moment; few are under way at once."""
    waiting: list[tuple[str, int, Record]] = []
    for cdr in missed:
        begin = str(cdr["calldate"])
        while waiting and waiting[0][0] < begin:
            end, _, ended = heappop(waiting)
            yield end, ended
        heappush(waiting, (_later(begin, _whole(cdr["duration"])), _whole(cdr["id"]), cdr))
    while waiting:
        end, _, ended = heappop(waiting)
        yield end, ended


def conversations(scene: Scene) -> Iterator[Record]:
    """Make the history of calls, each once however many legs it has, and of text messages."""
    calls = ((str(cdr["calldate"]), "call", cdr) for cdr in cdrs(scene) if cdr["is_root"])
    texts = ((str(text["created_at"]), "sms", text) for text in sms(scene))
    for number, (moment, channel, one) in enumerate(merge(calls, texts, key=itemgetter(0)), 64_000_001):
        is_call = channel == "call"
        yield {
            "id": number,
            "created_at": moment,
            "channel": channel,
            "src": one["src" if is_call else "from"],
            "dst": one["dst" if is_call else "to"],
            "duration": one["duration"] if is_call else None,
            "type": one["type"],
        }


def _later(moment: str, seconds: int) -> str:
    """Move a moment on within its day."""
    hour, minute, second = moment[11:].split(":")
    seconds += int(hour) * 3600 + int(minute) * 60 + int(second)
    return f"{moment[:11]}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _whole(value: object) -> int:
    """Read a value of a record that is an integer in all of them."""
    return cast("int", value)
