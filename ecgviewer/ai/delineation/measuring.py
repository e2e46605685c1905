"""The pipeline as ``ai.clear`` calls it, while a network reads measurements."""

from ecgviewer.ai.delineation.delineator import Delineator
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.recording import Recording


def examine(
    recording: Recording, delineator: Delineator, beats: BeatList
) -> EcgAnalysis:
    # Here, because the pipeline stands above this layer.
    from ecgviewer.pipeline import Models, analyze_recording

    return analyze_recording(recording, Models(delineator), beats)
