"""Believable records for every endpoint, made by rule: to fill an emulator, or to try a filter on.

`Sample` stands for the records of one account over one year, `generate` gives those of many
endpoints at once. Size, seed and first day alone decide what they are.
"""

from vsfilter.sample.filling import fill
from vsfilter.sample.sampling import Records, Sample, generate

__all__ = ["Records", "Sample", "fill", "generate"]
