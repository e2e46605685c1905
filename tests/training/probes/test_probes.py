"""Probes of a frozen encoder by one command, and of fewer leads."""

import json
from dataclasses import asdict

import numpy as np
import pytest
import torch

from ecgviewer.ai.bundle import save_bundle
from ecgviewer.ecg.leads import STANDARD_12
from tests.ai.test_bundle import PROBES
from tests.ai.tiny import tiny_acl, tiny_clear
from tests.synthetic import regular_r_times, synthetic_signal
from tests.training.made_ptbxl import make_ptbxl, options, values_made_up
from training.baselines.encoders import encoder_features
from training.baselines.signals import Signals
from training.probes import __main__ as probes
from training.raw.pretrain import ENCODER
from training.raw.system import PRETRAINING
from training.sources.entries import Entry


@pytest.mark.parametrize("model", [tiny_acl(), tiny_clear()], ids=["acl", "clear"])
def test_what_leads_are_taken_away_is_not_seen(model, tmp_path):
    entry = Entry(tmp_path, "made", "1", "1")
    times = np.array(regular_r_times(70))
    fast = synthetic_signal(times, fs=100.0, noise_mv=0.01).astype(np.float32)
    other = fast.copy()
    other[6:] = other[6:, ::-1]

    def features(signal, leads):
        signals = Signals((entry,), signal[None], (times,))
        return encoder_features(model, signals, leads)

    limb = STANDARD_12[:6]
    np.testing.assert_allclose(features(fast, limb), features(other, limb), atol=1e-6)
    assert not np.allclose(features(fast, None), features(other, None))
    assert not np.allclose(features(fast, limb), features(fast, ("I", "II")))


def test_rate_and_statements_of_fewer_leads_are_asked_by_one_command(tmp_path, capsys):
    data = make_ptbxl(tmp_path / "ptbxl", n_records=60)
    model = tiny_acl()
    save_bundle(tmp_path / "models" / "acl", model, PROBES, {"limits": []})
    run = tmp_path / "runs" / "acl" / PRETRAINING
    run.mkdir(parents=True)
    torch.save(tiny_acl(seed=7).network.encoder.state_dict(), run / ENCODER)
    (run / "config.json").write_text(json.dumps({"network": asdict(model.size)}))
    where = {name: tmp_path / name for name in ("models", "runs", "out", "cache")}
    small = options(seeds=1, draws=3, workers=1, min_positives=1, systems="acl")
    asked = [*options(data=data, **where), *small, "--parts", "values", "leads"]
    with values_made_up():
        probes.main(asked)
        text = capsys.readouterr().out
        probes.main([*asked, "--json", "true"])
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    rate = found["values"]["acl"]["heart_rate_bpm"]
    assert rate["error"]["pretrained"]["value"] < rate["median"]
    names = [row["name"] for row in found["leads"]["acl"]["rows"]]
    assert "acl, 1 lead, pretrained" in names
    assert "acl, 8 leads, random" in names
    assert "heart rate, mean absolute error in bpm" in text
    for name in names:
        assert name in text


def test_a_probe_that_is_not_known_is_refused():
    with pytest.raises(SystemExit, match="no probe speed; known: values, leads, waves"):
        probes.main(["--parts", "speed"])
