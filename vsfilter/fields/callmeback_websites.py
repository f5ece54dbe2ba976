"""The properties of `callmeback/websites`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import BooleanField, DatetimeField, IntegerField, NumberField, StringField
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("callmeback/websites")

id: Final = IntegerField("id")
allowed_countries: Final = StringField("allowed_countries")
button_id: Final = IntegerField("button_id")
created_at: Final = DatetimeField("created_at")
culture: Final = StringField("culture")
"""language enum"""
ddi: Final = IntegerField("ddi")
floating_icon: Final = BooleanField("floating_icon")
max_call_rate: Final = NumberField("max_call_rate")
"""max price per minute"""
name: Final = StringField("name")
position: Final = StringField("position")
"""enum"""
privacy_policy_url: Final = StringField("privacy_policy_url")
show_to_allowed_countries_only: Final = BooleanField("show_to_allowed_countries_only")
title: Final = StringField("title")
welcome_screen_msg: Final = StringField("welcome_screen_msg")
