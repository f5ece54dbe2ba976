"""Mistakes as users of the library make them: mypy strict must find each, on its line.

What stands behind `# error:` is the code of the message.
"""

from __future__ import annotations

from datetime import date

import vsfilter
from vsfilter import F
from vsfilter.fields import cdrs, cdsr, sms  # error: attr-defined

cdrs.duraton == 5  # error: attr-defined
sms.calldate > "2026-07-01"  # error: attr-defined
cdrs.duration.like("5")  # error: attr-defined
cdrs.is_root < True  # error: operator
cdrs.is_root.between(True, False)  # error: attr-defined
cdrs.labels.in_(["vip"])  # error: attr-defined
cdrs.duration > date(2026, 7, 1)  # error: operator
cdrs.duration > 1.5  # error: operator
cdrs.calldate > 5  # error: operator
cdrs.calldate.between(1, 2)  # error: arg-type
cdrs.type.in_(5)  # error: arg-type
cdrs.user_id.in_([1.5])  # error: list-item
cdrs.src.like(None)  # error: arg-type
cdrs.duration + 1  # error: operator
cdrs.duration > cdrs.billsec  # error: operator
cdrs.duration == cdrs.billsec  # error: operator
(cdrs.duration == 5) & (cdrs.is_root == "true")  # error: operator
F.x > object()  # error: operator
F.x & F.y  # error: operator
(F.x == 1) & True  # error: operator
(F.x == 1) | F.y  # error: operator
~F.x  # error: operator
F.x == F.y  # error: operator
F.x.like()  # error: call-arg
F.x.contains("44")  # error: attr-defined
vsfilter.compile(cdrs.calldate == 5, "cdrs")  # error: arg-type
vsfilter.compile(b"type = I", "cdrs")  # error: arg-type
vsfilter.compile("type = I")  # error: call-arg
vsfilter.compile("type = I", "cdrs", parms={})  # error: call-arg
vsfilter.compile("type = I", "cdrs", timezone=2)  # error: arg-type
vsfilter.compile("type = I", "cdrs").to_query(pag=1)  # error: call-arg
vsfilter.compile("type = I", "cdrs").to_query(page="1")  # error: arg-type
vsfilter.compile(None, "cdrs").expr.bind(a=1)  # error: union-attr
vsfilter.prepare(None, "cdrs")  # error: arg-type
vsfilter.prepare("type = :type", "cdrs")("I")  # error: call-arg
vsfilter.to_text(vsfilter.from_json("[]"))  # error: arg-type
vsfilter.from_query(b"page=1")  # error: arg-type
vsfilter.Param(5)  # error: arg-type
