"""The quality of a recording as plain values, for ``ecgviewer analyze``.

Under ``quality``:

- ``score`` (0 to 1), ``acceptable``, ``reasons`` (why not, as sentences), ``mains_hz``
  (50, 60 or 0 without hum), ``usable_leads``;
- ``leads``: by lead name ``usable``, ``score`` and ``faults``, each with ``code``,
  ``value``, ``unit``, ``limit``, ``stretches_s`` ([start, end] pairs) and ``reason``;
- ``swaps``: suspected lead reversals with ``name``, ``score``, ``reason``;
- ``swaps_not_judged``: why lead reversals were not looked for, empty if they were.

The codes are those of ``ecgviewer.ecg.quality.FaultCode``.
"""

from typing import Any

from ecgviewer.ecg.quality import Fault, LeadQuality, RecordQuality, SuspectedReversal
from ecgviewer.ecg.reasons.text import sentence_of, text_of

_SCORE_DIGITS = 3
_TIME_DIGITS = 3
_VALUE_DIGITS = 4


def quality_to_dict(quality: RecordQuality) -> dict[str, Any]:
    """Return JSON-ready values; see the module's text for the keys."""
    return {
        "score": round(quality.score, _SCORE_DIGITS),
        "acceptable": quality.acceptable,
        "reasons": [sentence_of(reason) for reason in quality.reasons],
        "mains_hz": quality.mains_hz,
        "usable_leads": list(quality.usable_leads),
        "leads": {lead.lead: _lead(lead) for lead in quality.leads},
        "swaps": [_lead_reversal(reversal) for reversal in quality.lead_reversals],
        "swaps_not_judged": text_of(quality.lead_reversals_not_judged),
    }


def _lead(lead: LeadQuality) -> dict[str, Any]:
    return {
        "usable": lead.usable,
        "score": round(lead.score, _SCORE_DIGITS),
        "faults": [_fault(fault) for fault in lead.faults],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "code": fault.code,
        "value": round(fault.value, _VALUE_DIGITS),
        "unit": fault.unit,
        "limit": round(fault.limit, _VALUE_DIGITS),
        "stretches_s": [
            [round(start, _TIME_DIGITS), round(end, _TIME_DIGITS)]
            for start, end in fault.stretches_s
        ],
        "reason": sentence_of(fault.reason),
    }


def _lead_reversal(reversal: SuspectedReversal) -> dict[str, Any]:
    return {
        "name": reversal.name,
        "score": round(reversal.score, _SCORE_DIGITS),
        "reason": sentence_of(reversal.reason),
    }
