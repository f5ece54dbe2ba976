"""The emulator as a server on this machine."""

from __future__ import annotations

import secrets
import signal
import socket
import threading
import time
from typing import TYPE_CHECKING, Any, Final, Self

import uvicorn

from vsfilter.emulator.accounts import Accounts
from vsfilter.emulator.application import BASE_PATH, make_app
from vsfilter.emulator.behaviour import Behaviour
from vsfilter.emulator.database import Database
from vsfilter.emulator.listing import LONGEST_QUERY
from vsfilter.emulator.recording import Recorder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime
    from types import FrameType, TracebackType

    from vsfilter.emulator.recording import RecordedRequest
    from vsfilter.schema import Endpoint

EMAIL: Final = "emulator@example.com"

_WAIT_SECONDS: Final = 0.005
_PATIENCE_SECONDS: Final = 5
_BACKLOG: Final = 2048


class Emulator:
    """A server that answers as the list endpoints of the VoIPstudio REST API do.

    ``database`` is a URL of SQLAlchemy: memory unless given, ``sqlite:///calls.db`` for a file.
    ``port`` 0 takes a free port, and keeps it when the server is stopped and started again.
    ``token`` is a good token for every request, a new one unless given (40 hexadecimal digits).
    ``email`` and ``password`` are those of one user who may log in; the password is a new one at each
    start of a program, unless given. ``clock`` gives aware datetimes, for tokens that expire.
    ``endpoints`` are served in place of those of the schema.

    ::

        with Emulator() as emulator:
            emulator.insert("cdrs", [{"id": 1, "src": "442012345678"}])
            httpx.get(emulator.base_url + "/cdrs", headers={"X-Auth-Token": emulator.token})
    """

    def __init__(  # noqa: PLR0913  switches that all have a default
        self,
        database: str = "sqlite://",
        *,
        behaviour: Behaviour | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str | None = None,
        password: str | None = None,
        clock: Callable[[], datetime] | None = None,
        endpoints: Iterable[Endpoint] | None = None,
    ) -> None:
        """Open the database; the server starts with `start` or a ``with`` statement."""
        self.behaviour: Final = behaviour or Behaviour()
        self.host: Final = host
        self.database: Final = Database(database, endpoints)
        self.email: Final = EMAIL
        self.password: Final = password or secrets.token_urlsafe(12)
        self._port = port
        self._running: _Running | None = None
        self._recorder = Recorder()
        self._closed = False
        try:
            self._accounts = Accounts(self.database, self.behaviour, clock)
            known = self._accounts.set_password(EMAIL, self.password)
            self.user_id: Final = known or self._accounts.add_user(EMAIL, self.password)
            self.token: Final = self._accounts.add_standing_token(self.user_id, token)
        except BaseException:
            self.database.close()
            raise

    def __repr__(self) -> str:
        return f"<Emulator on {self.host}:{self._port}, {'running' if self._running else 'stopped'}>"

    @property
    def port(self) -> int:
        """The port; 0 until the server has started, where it may take any."""
        return self._port

    @property
    def base_url(self) -> str:
        """The base URL of the API, as a client is given it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self._port}{BASE_PATH}"

    @property
    def is_running(self) -> bool:
        """Whether the server answers."""
        return self._running is not None

    def start(self) -> None:
        """Start the server and wait until it answers; OSError where the port is taken."""
        self._require_open()
        if self._running is not None:
            raise RuntimeError("the emulator is running already")
        listening = _listen(self.host, self._port)
        self._port = listening.getsockname()[1]
        self._running = _Running(make_app(self.database, self._accounts, self.behaviour, self._recorder), listening)

    def stop(self) -> None:
        """Stop the server, if it runs; records and accounts stay, and `start` starts it again."""
        running, self._running = self._running, None
        if running is not None:
            running.stop()
        self.database.release()

    def close(self) -> None:
        """Stop the server and end the standing token; a database in memory is gone, a file stays."""
        self.stop()
        if not self._closed:
            self._closed = True
            self._accounts.remove_standing_token(self.token)
            self.database.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def insert(
        self,
        endpoint: str,
        records: Iterable[Mapping[str, Any]],
        *,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Insert records of an endpoint, all or none, and give their number; see `Database.insert`."""
        self._require_open()
        return self.database.insert(endpoint, records, progress=progress)

    def _require_open(self) -> None:
        if self._closed:
            raise RuntimeError("the emulator is closed, and its records are gone with it; make another")

    def count(self, endpoint: str) -> int:
        """Give the number of records of an endpoint."""
        return self.database.count(endpoint)

    def clear(self, endpoint: str | None = None) -> None:
        """Delete the records of an endpoint, or of all of them; see `Database.clear`."""
        self.database.clear(endpoint)

    def delete(self, endpoint: str, keys: Iterable[int | str]) -> int:
        """Delete the records of an endpoint that have these ids, and give their number; see `Database.delete`."""
        self._require_open()
        return self.database.delete(endpoint, keys)

    def recording(self, most: int | None = None) -> AbstractContextManager[list[RecordedRequest]]:
        """Record the requests that come in during a ``with`` statement, in a list in the order of their replies.

        After ``most`` of them each further one is recorded as well, but answered with 400, so that a client that never
        stops asking comes to an end. ValueError where ``most`` is below 0.
        """
        if most is not None and most < 0:
            raise ValueError(f"expected a number of requests from 0, got {most}")
        return self._recorder.recording(most)

    def add_user(self, email: str, password: str, *, first_name: str = "Test", last_name: str = "User") -> int:
        """Add a user who may log in, and give the id; ValueError where the e-mail address is taken."""
        return self._accounts.add_user(email, password, first_name=first_name, last_name=last_name)

    def login_code(self, nonce: str) -> str:
        """Give the code for a login that has the nonce; LookupError where none waits for a code."""
        return self._accounts.login_code(nonce)


class _Running:
    """uvicorn in a thread of its own."""

    def __init__(self, app: Any, listening: socket.socket) -> None:  # noqa: ANN401  an application of ASGI
        config = uvicorn.Config(
            app,
            # What it writes would hold query strings, which hold telephone numbers.
            access_log=False,
            log_config=None,
            log_level="warning",
            lifespan="off",
            ws="none",
            http="h11",
            loop="asyncio",
            server_header=False,
            h11_max_incomplete_event_size=2 * LONGEST_QUERY,
            timeout_graceful_shutdown=_PATIENCE_SECONDS,
            backlog=_BACKLOG,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listening],), name="vsfilter-emulator")
        self._listening = listening
        self._thread.daemon = True
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(_WAIT_SECONDS)
        if not self._server.started:
            listening.close()
            raise RuntimeError("the server did not start; its log tells why")

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._listening.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only where the protocol is named does asyncio send small replies at once.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # A server that was killed a moment ago leaves its port in a state that would forbid it.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except BaseException:
        listening.close()
        raise
    return listening


def serve(emulator: Emulator, *, ready: Callable[[Emulator], None] | None = None) -> None:
    """Run an emulator until SIGINT or SIGTERM, then close it; for the main thread of a program.

    ``ready`` is called as soon as the server answers.
    """
    ended = threading.Event()

    def end(_: int, __: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with emulator:
            if ready is not None:
                ready(emulator)
            # Not without an end, since Windows shows no signal to a thread that waits so.
            while not ended.wait(0.5):
                pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
