from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

LAZY = ("model", "check", "syntax", "compiling")


@pytest.mark.parametrize("part", LAZY)
def test_each_name_of_a_package_is_what_its_module_gives(part: str) -> None:
    package = import_module(f"vsfilter.{part}")
    assert package.__all__ == sorted(package.__all__)
    for name in package.__all__:
        found = package.__getattr__(name)
        homes = [import_module(f"{package.__name__}.{home}") for home, names in package._HOMES.items() if name in names]
        assert [vars(home)[name] for home in homes] == [found]
        assert vars(package)[name] is found


@pytest.mark.parametrize("part", LAZY)
def test_another_name_is_missing_as_in_any_module(part: str) -> None:
    package = import_module(f"vsfilter.{part}")
    with pytest.raises(AttributeError, match=f"^module 'vsfilter.{part}' has no attribute 'nothing'$") as raised:
        _ = package.nothing
    assert raised.value.name == "nothing"


def test_importing_a_package_loads_none_of_its_modules() -> None:
    script = f"import sys\nimport vsfilter.{', vsfilter.'.join(LAZY)}\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    ours = {name for name in loaded if name.startswith("vsfilter")}
    assert ours == {"vsfilter", "vsfilter.lazily", *(f"vsfilter.{part}" for part in LAZY)}
