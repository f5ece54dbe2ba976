"""The properties of `transactions`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import DatetimeField, IntegerField, NumberField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("transactions")

id: Final = IntegerField("id")
"""identifier"""
created_at: Final = DatetimeField("created_at")
"""date-time"""
amount: Final = NumberField("amount")
"""amount"""
currency_iso: Final = StringField("currency_iso")
"""ISO currency code (EUR, GBP seen)"""
type: Final = StringField("type")
"""transaction type"""
result: Final = StringField("result")
"""result"""
