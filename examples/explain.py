# %% [markdown]
# # Why does the model say so?
#
# Run cell by cell in an editor that knows `# %%`, or as a whole:
#
#     python examples/explain.py FILE [FOLDER]
#
# Without a file it reads the example ECG that comes with pydicom. For research, not for
# diagnosis.

# %% An ECG, and a model. "resnet" is quick; "ensemble" is what the window asks.
import sys
from pathlib import Path

import numpy as np

from ecgviewer.ai.installed import load_installed
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.explaining import explain
from ecgviewer.io import read_recording
from ecgviewer.io.dicom.format import bundled_example

arguments = sys.argv[1:]
path = Path(arguments[0]) if arguments else bundled_example()
recording = read_recording(path)
model = load_installed("resnet")

# %% Two methods that know nothing of each other: beats taken away, and gradients.
# And within the beats of one lead: which of its waves.
explained = explain(recording, ["owen", "ig", "waves"], model=model, lead="V2")
owen, ig = explained.answers["owen"], explained.answers["ig"]
print(f"{model.name} on {explained.code}: logit {owen.logit:+.2f}")
print(f"without any beat {owen.baseline_logit:+.2f}, gap {owen.max_gap:.0e}")
print(f"without any signal {ig.baseline_logit:+.2f}, gap {ig.gap:+.3f}")
print(f"{ig.n_steps} steps")

# %% Both in logits, lead by lead. Where they differ, neither is to be trusted blindly.
print("lead   owen      ig")
for row, lead in enumerate(STANDARD_12):
    print(f"{lead:4} {owen.leads[lead]:+7.3f} {ig.beats[row].sum():+7.3f}")
agreement = np.corrcoef(owen.beats.ravel(), ig.beats.ravel())[0, 1]
print(f"beats of leads: r = {agreement:.2f}")

# %% The waves, and what is no wave: that the beats are there at all.
for key, reason in explained.refused.items():
    print(f"{key}: {reason}")
for item in explained.answers.get("waves", ()):
    told = ", ".join(f"{name} {value:+.3f}" for name, value in item.waves.items())
    print(f"{item.lead}: {told}, being there {item.presence:+.3f}")

# %% Keep all of it: NPZ, CSV and JSON.
if len(arguments) > 1:
    for written in explained.write(Path(arguments[1])):
        print(written)
