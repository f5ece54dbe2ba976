"""Finds out by reading how an API answers filters, and what of that vsfilter did not know.

>>> from vsfilter.client import Client
>>> from vsfilter.probe import probe
>>> with Client(token="...") as client:  # doctest: +SKIP
...     findings = probe(client, ["cdrs"])
>>> findings.deviations  # doctest: +SKIP
()

Conditions are made of the records that come, and tried where it is known which records must come back.
"""

from vsfilter.probe.findings import (
    Behaviour,
    Deviation,
    EndpointFindings,
    Findings,
    Outcome,
    PropertyFindings,
    Verdict,
)
from vsfilter.probe.probing import probe

__all__ = [
    "Behaviour",
    "Deviation",
    "EndpointFindings",
    "Findings",
    "Outcome",
    "PropertyFindings",
    "Verdict",
    "probe",
]
