"""Every installed bundle, asked odd recordings, and on a GPU beside the processor."""

import copy
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import torch

from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.ensemble import Ensemble
from ecgviewer.ai.inference import predict
from ecgviewer.ai.installed import installed_bundles, load_installed
from ecgviewer.ai.raw.family import RawModel
from ecgviewer.ai.raw.signals import raw_batch
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording
from tests.synthetic import regular_r_times, synthetic_recording

BUNDLES = [bundle.name for bundle in installed_bundles()]


def ecg(duration_s: float = 10.0, fs: float = 500.0, **kwargs) -> Recording:
    times = regular_r_times(70, duration_s=duration_s)
    return synthetic_recording(
        times, duration_s=duration_s, fs=fs, noise_mv=0.02, **kwargs
    )


def changed(row: int, part: slice, value: float) -> Recording:
    signal = ecg().signal_mv.copy()
    signal[row, part] = value
    return replace(ecg(), signal_mv=signal)


# What is odd, the recording, and what an abstaining model says; "" if it must answer.
ODD = {
    "2 s": (lambda: ecg(2.0), "heart beats were found"),
    "130 s": (lambda: ecg(130.0, fs=100.0), "at most 120 s"),
    "250 Hz": (lambda: ecg(fs=250.0), ""),
    "1000 Hz": (lambda: ecg(fs=1000.0), ""),
    "missing lead": (
        lambda: ecg(leads=tuple(x for x in STANDARD_12 if x != "V3")),
        "no V3",
    ),
    "flat lead": (lambda: changed(7, slice(None), 0.0), ""),
    "NaN": (lambda: changed(3, slice(100, 180), np.nan), ""),
    "a lead of NaN": (lambda: changed(8, slice(None), np.nan), ""),
    "arbitrary units": (lambda: replace(ecg(), unit_is_mv=False), ""),
}
model_of = cache(load_installed)


@cache
def odd(name: str):
    recording = ODD[name][0]()
    return recording, detect_r_peaks(recording)


@pytest.mark.parametrize("bundle", BUNDLES)
@pytest.mark.parametrize("name", ODD)
def test_an_odd_recording_is_answered_or_the_reason_is_said(name, bundle):
    prediction = predict(*odd(name), model_of(bundle))
    if reason := ODD[name][1]:
        assert reason in prediction.abstained
        return
    assert prediction.abstained is None
    assert prediction.findings
    found = [(f.logit, f.probability) for f in prediction.findings]
    assert np.isfinite(found).all()


@pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no GPU")
@pytest.mark.parametrize("bundle", BUNDLES)
def test_a_gpu_says_what_the_processor_says(bundle):
    model = model_of(bundle)
    if isinstance(model, Ensemble) or not hasattr(model, "network"):
        pytest.skip("it has no network of its own")
    recording = ecg()
    stretches = model.prepare(recording, detect_r_peaks(recording))
    batch = (raw_batch if isinstance(model, RawModel) else make_batch)(stretches)
    on_gpu = copy.deepcopy(model.network).to("cuda")
    moved = type(batch)(*(part.to("cuda") for part in batch))
    with torch.inference_mode():
        expected, found = model.network(batch), on_gpu(moved).cpu()
    np.testing.assert_allclose(found, expected, atol=1e-3)
