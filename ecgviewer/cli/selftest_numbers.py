"""The numbers of the bundled example, as stored and as this installation has them.

``packaging/selftest_numbers.py`` stores them anew, which is right only when a model or
a rule was meant to change.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ecgviewer.ai.bundle import load_model, verify_probes
from ecgviewer.ai.inference import predict
from ecgviewer.ai.installed import InstalledBundle, installed_bundles
from ecgviewer.ai.model import EcgModel
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.recording import Recording
from ecgviewer.explaining import Explained, explain
from ecgviewer.io import read_recording
from ecgviewer.io.dicom.format import bundled_example
from ecgviewer.paths import resources_dir
from ecgviewer.pipeline import analyze_recording, ask_second_opinion, installed_models

STORED = "selftest.json"
# A network that can be asked by most methods and answers soonest, one that attends,
# and what they are asked about.
EXPLAINED, ATTENDING, CODE = "resnet", "clear-hug", "MI"
METHODS = ("owen", "ig", "saliency", "gradcam", "activation")
# Two samples; what rounding of the processor's kernels can do to a logit.
TOLERANCES = {"ms": 4.0, "bpm": 0.5, "deg": 2.0, "mV": 0.02, "": 0.02}
LOGIT_TOLERANCE = 0.01
_DIGITS = 4

Numbers = Mapping[str, Mapping[str, float | None]]


@dataclass(frozen=True)
class Difference:
    """A number that is not as stored; ``None`` where there is none."""

    group: str
    name: str
    stored: float | None
    here: float | None

    def __str__(self) -> str:
        return f"{self.name} {_shown(self.here)}, stored {_shown(self.stored)}"


class ExampleRun:
    """One recording through everything; each part is found when first asked for."""

    @cached_property
    def path(self) -> Path:
        return bundled_example()

    @cached_property
    def recording(self) -> Recording:
        return read_recording(self.path)

    @cached_property
    def analysis(self) -> EcgAnalysis:
        models = installed_models()
        return ask_second_opinion(analyze_recording(self.recording, models), models)

    @cached_property
    def bundles(self) -> tuple[InstalledBundle, ...]:
        return tuple(installed_bundles())

    @cached_property
    def models(self) -> Mapping[str, EcgModel]:
        """Every installed model, its weights and probes checked: ``BundleError``."""
        found = {}
        for bundle in self.bundles:
            # An ensemble's members are bundles of their own and checked as such.
            found[bundle.name] = model = load_model(bundle.folder, verify=False)
            verify_probes(bundle.folder, model)
        return found

    @cached_property
    def logits(self) -> dict[str, dict[str, float | None]]:
        beats = self.analysis.r_peaks
        return {
            f"logits of {name}": {
                finding.code: finding.logit
                for finding in predict(self.recording, beats, model).findings
            }
            for name, model in self.models.items()
        }

    @cached_property
    def explained(self) -> Explained:
        return explain(self.recording, METHODS, CODE, self.models[EXPLAINED])

    @cached_property
    def attention(self) -> Explained:
        return explain(self.recording, ["attention"], CODE, self.models[ATTENDING])

    @property
    def measured(self) -> Mapping[str, Measurement]:
        return self.analysis.measurements.values

    @property
    def measurements(self) -> dict[str, float | None]:
        return {key: item.value for key, item in self.measured.items()}

    @property
    def evidence(self) -> dict[str, float | None]:
        return dict(self.explained.answers["owen"].leads)

    def numbers(self) -> Numbers:
        return {
            "measurements": self.measurements,
            **self.logits,
            "evidence": self.evidence,
        }


def read_stored() -> Numbers:
    """Return the numbers as stored; raises ``OSError`` and ``ValueError``."""
    text = (resources_dir() / STORED).read_text(encoding="utf-8")
    stored: Numbers = json.loads(text)
    return stored


def to_text(numbers: Numbers) -> str:
    rounded = {
        group: {
            name: None if value is None else round(float(value), _DIGITS)
            for name, value in sorted(values.items())
        }
        for group, values in numbers.items()
    }
    return json.dumps(rounded, indent=1) + "\n"


def differences(
    group: str,
    stored: Mapping[str, float | None],
    here: Mapping[str, float | None],
    units: Mapping[str, Any] | None = None,
) -> Iterator[Difference]:
    """Yield what differs by more than its tolerance, or is in one of the two only.

    ``units`` are those of measurements by name; without, the numbers are logits.
    """
    for name in sorted(stored.keys() | here.keys()):
        was, is_ = stored.get(name), here.get(name)
        missing = (name in stored) != (name in here)
        if missing or (was is None) != (is_ is None):
            yield Difference(group, name, was, is_)
        elif was is not None and is_ is not None:
            allowed = (
                LOGIT_TOLERANCE
                if units is None
                else TOLERANCES.get(units.get(name, ""), TOLERANCES[""])
            )
            # NaN is within no tolerance.
            if not abs(is_ - was) <= allowed:
                yield Difference(group, name, was, is_)


def _shown(value: float | None) -> str:
    return "none" if value is None else f"{value:.4g}"
