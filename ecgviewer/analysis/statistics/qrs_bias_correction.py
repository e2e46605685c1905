"""QRS as devices measure it, by which limits and norms were made.

Our QRS is what LUDB's readers mark: of a beat the second earliest onset and the second
latest offset of twelve leads. Devices mark less. In recordings that PTB-XL's
cardiologists read as normal and nothing else, the median of ours is 113 ms in men and
108 ms in women (``python -m benchmarks.norms``), while devices have 92 and 86 ms in
adults without heart disease (Glasgow program, ELSA-Brasil, Pinto Filho et al., Arq Bras
Cardiol 2017), and in the six shared files that state their own QRS, ours is longer by
2 to 35 ms, 20 in the middle.

A reader moves lines that begin where ours are and sees what LUDB's readers saw: his QRS
is of the same definition, and no device's either.
"""

import math
from dataclasses import replace

from ecgviewer.analysis.statistics.uncertainty import Z_95
from ecgviewer.ecg.measurements import Measurement, no_value
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.reasons.values import IMPOSSIBLE

QRS_DEVICE_KEY = "qrs_device_ms"
READERS_LONGER_MS = 20.0
# Devices differ by this SD: ours less theirs has 12 ms in these files, of which 8.5 are
# our own error on LUDB.
DEVICES_SD_MS = 8.0
_SHORTEST_MS = 20.0


def is_device_qrs(qrs: Measurement) -> bool:
    """Return whether a QRS is a device's own: one that came with the file."""
    return qrs.provenance == "file"


def qrs_as_device(qrs: Measurement) -> Measurement:
    """Return our QRS or a reader's, in ms, as a device might have it.

    A file's is returned as it is. The interval is that of the QRS and of what devices
    differ by; how far another reader would put a line is not known, so that a reader's
    is that of devices alone.
    """
    if qrs.value is None or is_device_qrs(qrs):
        return qrs
    value = qrs.value - READERS_LONGER_MS
    if value < _SHORTEST_MS:
        return no_value("ms", IMPOSSIBLE(wave="QRS", length_ms=value))
    low = high = None
    own = _half_width(qrs)
    if own is not None:
        half = math.hypot(own, Z_95 * DEVICES_SD_MS)
        low, high = max(0.0, value - half), value + half
    return replace(
        qrs,
        value=value,
        low=low,
        high=high,
        method=phrase(
            "QRS less {readers_longer_ms:.0f} ms: LUDB's readers, after whom it "
            "is measured, mark more than devices do, by which limits were made",
            readers_longer_ms=READERS_LONGER_MS,
        ),
    )


def _half_width(qrs: Measurement) -> float | None:
    if qrs.low is not None and qrs.high is not None:
        return (qrs.high - qrs.low) / 2
    return 0.0 if qrs.provenance == "reader" else None
