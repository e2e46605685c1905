"""Statements and evidence after opening, as ratios to reading the file.

    python -m benchmarks.ai FILE [FILE ...]

Model load is shown apart. "Group and lead evidence" is every finding's exact values
for groups and leads; "all" adds the beats.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from ecgviewer.ai.acceleration import gpu_names
from ecgviewer.ai.evidence.owen import attribute, lead_set_values, owen_values
from ecgviewer.ai.inference import predict
from ecgviewer.ai.installed import DEFAULT, load_installed
from ecgviewer.ai.model import EcgModel, never
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording
from ecgviewer.io import read_recording


def timed(function: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    result = function(*arguments)
    return time.perf_counter() - start, result


def groups_and_leads(recording: Recording, beats: BeatList, model: EcgModel) -> None:
    """Compute what the evidence of groups and leads needs, and no beats."""
    for stretch in model.prepare(recording, beats):
        owen_values(lead_set_values(model, stretch, never))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--model", default=DEFAULT)
    arguments = parser.parse_args()

    load_s, model = timed(load_installed, arguments.model)
    print(f"{model.name}, load and probes: {load_s:.2f} s (once)")
    for path in arguments.files:
        read_recording(path)
        times: dict[str, list[float]] = {}
        for _ in range(arguments.repeat):
            read_s, recording = timed(read_recording, path)
            beats_s, beats = timed(detect_r_peaks, recording)
            predict_s, _ = timed(predict, recording, beats, model)

            leads_s, _ = timed(groups_and_leads, recording, beats, model)
            all_s, _ = timed(attribute, recording, beats, model)
            for name, value in (
                ("read", read_s),
                ("beats", beats_s),
                ("statements", predict_s),
                ("group and lead evidence", leads_s),
                ("all evidence", all_s),
                (
                    "statements + group and lead evidence",
                    beats_s + predict_s + leads_s,
                ),
            ):
                times.setdefault(name, []).append(value)
        floor = median(times["read"])
        print(
            f"{path.name}: {len(beats)} beats, median of {arguments.repeat}, "
            f"GPUs that may be used for evidence: {', '.join(gpu_names()) or 'none'}"
        )
        for name, values in times.items():
            seconds = median(values)
            print(f"  {name:38s} {seconds:7.3f} s  {seconds / floor:8.1f} x reading")


if __name__ == "__main__":
    main()
