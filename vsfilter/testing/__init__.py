"""A kit for the authors of clients: what their code sends, and what it makes of the replies."""

from vsfilter.testing.checking import check_client
from vsfilter.testing.collection import Server
from vsfilter.testing.faults import ClientFaultError, Diagnosis
from vsfilter.testing.walking import WalkMachine, check_walk, walk_machine

__all__ = ["ClientFaultError", "Diagnosis", "Server", "WalkMachine", "check_client", "check_walk", "walk_machine"]
