"""Finds out by reading how an API answers filters, and what of that vsfilter did not know.

>>> from vsfilter.client import Client
>>> from vsfilter.probe import probe
>>> with Client(token="...") as client:  # doctest: +SKIP
...     findings = probe(client, ["cdrs"])
>>> findings.deviations  # doctest: +SKIP
()

Conditions are made of the records that come, and tried where it is known which records must come back.
"""

from vsfilter.probe.evidence import to_evidence
from vsfilter.probe.findings import (
    Behaviour,
    Deviation,
    EndpointFindings,
    Findings,
    Outcome,
    PropertyFindings,
    Verdict,
    is_local,
)
from vsfilter.probe.probing import probe
from vsfilter.probe.reporting import to_data, to_report

__all__ = [
    "Behaviour",
    "Deviation",
    "EndpointFindings",
    "Findings",
    "Outcome",
    "PropertyFindings",
    "Verdict",
    "is_local",
    "probe",
    "to_data",
    "to_evidence",
    "to_report",
]
