"""ACL-ECG's network: eight leads, each read by an encoder of its own."""

from dataclasses import asdict, replace

import numpy as np
import pytest
import torch

from ecgviewer.ai.acl.network import LEAD_ROWS, AclConfig, AclNetwork, LeadEncoders
from ecgviewer.ai.evidence.owen import attribute
from ecgviewer.ai.raw.signals import raw_batch
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import STANDARD_12
from tests.ai.tiny import tiny_acl
from tests.synthetic import regular_r_times, synthetic_recording

UNUSED = [row for row in range(12) if row not in LEAD_ROWS]


def ecg():
    return synthetic_recording(regular_r_times(70), noise_mv=0.01)


def test_the_leads_are_read_in_the_order_of_the_regions():
    names = [STANDARD_12[row] for row in LEAD_ROWS]
    assert names == ["II", "III", "V1", "V2", "V3", "V4", "V5", "V6"]


@pytest.mark.parametrize("lead", [0, 5])
def test_what_one_lead_shows_changes_no_other_leads_features(lead):
    torch.manual_seed(0)
    encoders = LeadEncoders((4, 6)).eval()
    inputs = torch.randn(2, 8, 3, 200)
    other = inputs.clone()
    other[:, lead] += 1
    changed = (encoders(inputs) != encoders(other)).flatten(2).any(dim=2)
    assert changed[:, lead].all()
    assert changed.sum() == 2


def test_no_two_encoders_share_a_weight():
    weights = list(LeadEncoders((4, 6)).parameters())
    assert len({weight.data_ptr() for weight in weights}) == len(weights)


def test_the_size_is_that_of_the_paper_but_for_what_is_read_beside_the_signal():
    per_lead = [
        sum(weight.numel() for weight in lead.parameters())
        for lead in LeadEncoders(AclConfig(1).widths).leads
    ]
    paper, conv_biases, further_inputs = 78_216, 528, 2 * 8 * 3
    assert per_lead == [paper - conv_biases + further_inputs] * 8


def test_four_leads_have_no_influence_and_no_evidence():
    model, recording = tiny_acl(), ecg()
    beats = detect_r_peaks(recording)
    for evidence in attribute(recording, beats, model).values():
        assert np.abs(evidence.beats[UNUSED]).max() == 0
        assert (np.abs(evidence.beats[list(LEAD_ROWS)]).max(axis=1) > 0).all()


def test_leads_encoded_once_say_what_the_whole_network_says():
    model, recording = tiny_acl(), ecg()
    (stretch,) = model.prepare(recording, detect_r_peaks(recording))
    stretch.valid[6, 2] = False  # a beat that was not recorded in V1
    kept = np.random.default_rng(0).random((40, *stretch.valid.shape)) < 0.7
    kept[0], kept[1] = True, False
    said = model.raw_without(stretch, kept, bool)
    asked = [model.network(raw_batch([stretch], [some])) for some in kept]
    np.testing.assert_allclose(said, torch.cat(asked).numpy(), atol=1e-5)


def test_the_unit_is_an_input_of_its_own():
    model = tiny_acl()
    (stretch,) = model.prepare(ecg(), detect_r_peaks(ecg()))
    unknown = replace(stretch, in_mv=False)
    assert np.abs(model.logits([stretch]) - model.logits([unknown])).max() > 1e-6


def test_the_network_may_be_built_without_memory():
    size = AclConfig(n_labels=99, fs=204.8)
    with torch.device("meta"):
        network = AclNetwork(size)
    assert network.classify.in_features == 8 * 3 * 64
    assert asdict(size)["widths"] == (8, 16, 32, 64, 64)
