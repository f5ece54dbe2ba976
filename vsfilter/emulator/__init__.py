"""An emulator of the list endpoints of the VoIPstudio REST API, for the test suites of its clients."""

from vsfilter.emulator.accounts import Accounts
from vsfilter.emulator.application import BASE_PATH, make_app
from vsfilter.emulator.behaviour import Behaviour
from vsfilter.emulator.database import Database
from vsfilter.emulator.recording import RecordedRequest
from vsfilter.emulator.server import Emulator, serve

__all__ = ["BASE_PATH", "Accounts", "Behaviour", "Database", "Emulator", "RecordedRequest", "make_app", "serve"]
