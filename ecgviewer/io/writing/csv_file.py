"""CSV tables that say their unit and rate above the numbers, as they are read here."""

import numpy as np

from ecgviewer.ecg.recording import Recording


def csv_bytes(recording: Recording) -> bytes:
    """Return a table of mV, one column a lead; every float32 comes back as it was.

    A missing sample is an empty cell.
    """
    lines = [f"# fs_hz = {recording.fs:.9g}", "# unit = mV", ",".join(recording.leads)]
    for column in recording.whole_signal_mv.T:
        lines.append(",".join("" if np.isnan(x) else f"{x:.9g}" for x in column))
    return ("\n".join(lines) + "\n").encode()
