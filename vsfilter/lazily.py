"""Names of a package that are loaded when they are first asked for, so that who needs one does not pay for all."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def loader(package: str, homes: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """Make the ``__getattr__`` of a package from the names that each of its modules gives.

    It raises AttributeError for another name, as a module does.
    """
    home_of = {name: home for home, names in homes.items() for name in names}

    def load(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}", name=name)
        found = vars(sys.modules[package])[name] = getattr(import_module(f"{package}.{home_of[name]}"), name)
        return found

    return load
