# %% [markdown]
# # Open an ECG and draw it
#
#     python examples/open_and_plot.py FILE [PAGE]
#
# Without a file it reads the example ECG that comes with pydicom; the page may end in
# .pdf, .svg or .png.

# %% An ECG. Leads are in mV, rows in the order of `leads`.
import sys

import ecgviewer as ev
from ecgviewer.io.dicom.format import bundled_example

arguments = sys.argv[1:]
recording = ev.read(arguments[0] if arguments else bundled_example())
n_leads, n_samples = recording.signal_mv.shape
print(f"{n_leads} leads, {n_samples} samples at {recording.fs:g} Hz")
print(
    f"lead II: {recording.lead('II').min():.2f} to {recording.lead('II').max():.2f} mV"
)
for warning in recording.warnings:
    print(warning)

# %% What is measured. Each value has an interval, or a reason why there is none.
analysis = ev.analyze(recording, model="rr")
for key in ("heart_rate_bpm", "pr_ms", "qrs_ms", "qtcf_ms"):
    value = analysis.measurements[key]
    if value.value is None:
        print(f"{key}: {value.reason}")
    else:
        print(f"{key}: {value.value:.0f} ({value.low:.0f} to {value.high:.0f})")

# %% On paper, 25 mm/s and 10 mm/mV when printed at 100 %.
page = ev.plot(analysis, layout="3x4+1R")
for written in page.save(arguments[1] if len(arguments) > 1 else "page.pdf"):
    print(written)
