# %% [markdown]
# # Compare two encoders on one ECG
#
#     python examples/compare_encoders.py FILE [MODEL MODEL]
#
# `ecgviewer models` lists those that are installed. For research, not for diagnosis.

# %% Both read the same recording.
import sys

import numpy as np

import ecgviewer as ev
from ecgviewer.io.dicom.format import bundled_example

arguments = sys.argv[1:]
recording = ev.read(arguments[0] if arguments else bundled_example())
names = arguments[1:3] if len(arguments) > 2 else ["clear-hug", "resnet"]
said = {name: ev.analyze(recording, model=name).prediction for name in names}

# %% Where they differ most: probabilities side by side.
first, second = (
    {finding.code: finding for finding in said[name].findings} for name in names
)
both = [code for code in first if code in second]
apart = sorted(both, key=lambda c: -abs(first[c].logit - second[c].logit))
print(f"{'':8} {names[0]:>12} {names[1]:>12}")
for code in apart[:10]:
    p, q = first[code].probability, second[code].probability
    print(f"{code:8} {p:12.3f} {q:12.3f}  {first[code].label}")
logits = np.array([[first[c].logit, second[c].logit] for c in both])
print(f"{len(both)} statements, r of logits {np.corrcoef(logits.T)[0, 1]:.2f}")

# %% Do they say it for the same reason? Evidence by lead for what they agree on most.
code = max(both, key=lambda c: min(first[c].probability, second[c].probability))
leads = [ev.explain(recording, code, model=name).answer.leads for name in names]
for lead, value in leads[0].items():
    print(f"{lead:8} {value:+12.3f} {leads[1][lead]:+12.3f}")
values = np.array([[by_lead[lead] for lead in leads[0]] for by_lead in leads])
agreement = np.corrcoef(values)[0, 1]
print(f"{code}: r of evidence by lead {agreement:.2f}")
