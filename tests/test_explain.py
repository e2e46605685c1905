"""``ecgviewer explain``: files that agree with each other and name nobody."""

import csv
import io
import json
import runpy
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ecgviewer.ai.evidence.owen import EvidenceError
from ecgviewer.ai.model import Calibration
from ecgviewer.app import main
from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.evidence.wave_shares import SEGMENTS
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.fiducials import POINTS, Fiducials
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.measurements import Measurements
from ecgviewer.ecg.recording import PatientContext
from ecgviewer.explaining import METHODS, Asked, explain
from tests.ai.tiny import tiny_clear, tiny_jepa, tiny_resnet, tiny_rr
from tests.io.made_files import write_wfdb
from tests.synthetic import regular_r_times, synthetic_recording, synthetic_signal

ROOT = Path(__file__).resolve().parent.parent
NAME = "Jane Q. Doe"
# From the R peak in s.
FROM_R_S = (-0.22, -0.16, -0.10, -0.05, 0.0, 0.06, 0.16, 0.28, 0.40)


@pytest.fixture(scope="module")
def recording():
    whole = synthetic_recording(regular_r_times(60), noise_mv=0.02, path=f"{NAME}.hea")
    return replace(whole, patient=PatientContext(NAME, "4711", 50.0))


@pytest.fixture(autouse=True)
def known_waves(monkeypatch):
    """Give each beat its waves and LBBB as met, so that no delineator is needed."""

    def measured(asked):
        times_s = asked.beats.times_s
        common = times_s[:, None] + np.array(FROM_R_S)
        per_lead = np.repeat(common[:, None], len(STANDARD_12), axis=1)
        assert common.shape[1] == len(POINTS)
        fiducials = Fiducials(STANDARD_12, times_s, common, per_lead, "known")
        values = Measurements(criteria=(Criterion("lbbb", "LBBB", True),))
        beats = asked.beats
        return EcgAnalysis(asked.recording, beats, beats, "", fiducials, values)

    monkeypatch.setattr(Asked, "measured", property(measured))


@pytest.fixture(scope="module")
def every(recording):
    with pytest.MonkeyPatch.context() as patch:
        known_waves.__wrapped__(patch)
        methods = [key for key in METHODS if key != "attention"]
        explained = explain(recording, methods, "MI", tiny_resnet())
        return explained, explained.files()


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_every_method_writes_arrays_tables_and_what_they_are_of(every):
    explained, files = every
    assert explained.refused == {}
    for key in explained.answers:
        assert {f"{key}.npz", f"{key}.csv", f"{key}.json"} <= set(files)
        said = json.loads(files[f"{key}.json"])
        assert (said["key"], said["statement"], said["model"]) == (
            *(key, "MI", "tiny-resnet"),
        )
        assert said["method"]
        assert said["mask"]
        assert {"seed", "gap", "preprocessing", "weights_sha256"} <= set(said)
        assert said["versions"]["captum"]
        assert said["preprocessing"]["tiny-resnet"]["fs_hz"] == 100.0
        assert said["recording_sha256"] == "0" * 64


def test_attention_is_written_where_there_is_any(recording, tmp_path):
    explained = explain(recording, ["attention"], "MI", tiny_jepa(), beat=1)
    names = {path.name for path in explained.write(tmp_path)}
    assert {"attention.npz", "attention.json", "attention-tokens.csv"} <= names
    refused = explain(recording, ["attention"], "MI", tiny_resnet()).refused
    assert "no attention" in refused["attention"]


def test_tables_hold_what_the_arrays_hold(every):
    explained, files = every
    for key in ("owen", "ig", "shapley"):
        arrays = np.load(io.BytesIO(files[f"{key}.npz"]))
        table = rows(files[f"{key}.csv"])
        told = np.array([float(row["contribution"]) for row in table])
        np.testing.assert_allclose(told, arrays["beats"].ravel(), rtol=1e-5, atol=1e-9)
        assert list(arrays["lead_name"]) == list(STANDARD_12)
        assert (table[0]["lead"], table[0]["beat"]) == ("I", "0")
        np.testing.assert_array_equal(arrays["beats"], explained.answers[key].beats)
    assert rows(files["ig.csv"])[0]["standard_error"] == ""
    assert float(rows(files["shapley.csv"])[0]["standard_error"]) >= 0


def test_waves_and_rest_of_a_map_add_up_to_the_beat(every):
    explained, files = every
    beats = explained.answers["ig"].beats
    found = np.zeros_like(beats)
    for row in rows(files["ig-waves.csv"]):
        place = STANDARD_12.index(row["lead"]), int(row["beat"])
        found[place] += float(row["contribution"])
    np.testing.assert_allclose(found, beats, atol=1e-6)
    kinds = {row["wave"] for row in rows(files["ig-waves.csv"])}
    assert kinds == {*SEGMENTS, "rest"}


def test_waves_of_a_lead_and_their_presence_add_up_to_its_evidence(every):
    explained, files = every
    leads = explained.answers["owen"].leads
    found = dict.fromkeys(STANDARD_12, 0.0)
    for row in rows(files["waves.csv"]):
        assert row["beat"] == ""
        found[row["lead"]] += float(row["contribution"])
    for lead, value in leads.items():
        assert found[lead] == pytest.approx(value, abs=1e-6)


def test_what_carries_the_statement_is_told_in_fields(every):
    explained, files = every
    account = json.loads(files["owen.json"])["account"]
    owen = explained.answers["owen"]
    assert account["total"] == pytest.approx(owen.logit - owen.baseline_logit)
    named = sum(owen.leads[lead] for lead in account["leads"])
    assert account["part"] == pytest.approx(named)


def test_beside_a_statement_stands_what_the_rule_says_to_it(recording, every):
    for bias, stated, rule in ((9.0, True, "agrees"), (-9.0, False, "disagrees")):
        model = tiny_rr()
        model.calibration = Calibration(np.zeros(3), np.full(3, bias))
        explained = explain(recording, ["owen", "gradcam"], "CD", model)
        for name in ("owen.json", "gradcam.json"):
            said = json.loads(explained.files()[name])
            assert said["present"] is stated
            assert (said["criteria"], said["criteria_met"]) == (["lbbb"], True)
            assert said["rule"] == rule
    # No criterion asks after MI.
    said = json.loads(every[1]["owen.json"])
    assert (said["criteria"], said["criteria_met"], said["rule"]) == ([], None, None)


def test_nothing_names_the_patient_or_the_file(every):
    _, files = every
    for content in files.values():
        assert b"Jane" not in content
        assert b"Doe" not in content
        assert b"4711" not in content


def test_the_waves_of_one_beat_of_one_lead_can_be_asked_about(recording):
    explained = explain(recording, ["waves"], "MI", tiny_rr(), lead="V4", beat=2)
    (item,) = explained.answers["waves"]
    assert (item.lead, item.beats) == ("V4", (2,))
    table = rows(explained.files()["waves.csv"])
    assert {(row["lead"], row["beat"]) for row in table} == {("V4", "2")}


def test_what_a_family_cannot_do_is_said_in_a_sentence(recording):
    explained = explain(recording, ["gradcam", "saliency"], "MI", tiny_clear())
    assert list(explained.answers) == ["saliency"]
    assert explained.refused == {"gradcam": "tiny-clear has no convolutional layer"}
    said = json.loads(explained.files()["gradcam.json"])
    assert said["reason"] == "tiny-clear has no convolutional layer"


def test_what_is_not_there_is_refused_with_what_is(recording):
    model = tiny_resnet()
    with pytest.raises(EvidenceError, match="no method magic; there are owen, ig"):
        explain(recording, ["magic"], model=model)
    with pytest.raises(EvidenceError, match="no XYZ; there are "):
        explain(recording, ["ig"], "XYZ", model)
    with pytest.raises(EvidenceError, match="no beat 99; they are numbered 0 to 9"):
        explain(recording, ["waves"], "MI", model, beat=99)
    with pytest.raises(EvidenceError, match="no lead V9; there are I, II"):
        explain(recording, ["waves"], "MI", model, lead="V9")
    short = synthetic_recording(leads=("I", "II"))
    with pytest.raises(EvidenceError, match="says nothing: the network reads the twe"):
        explain(short, ["ig"], model=model)


# ------------------------------------------------------------------- command, script


@pytest.fixture
def file(tmp_path):
    signal = synthetic_signal(regular_r_times(60), noise_mv=0.02)
    return write_wfdb(tmp_path, np.round(signal * 1000).astype(np.int16))


def test_the_command_writes_its_files_and_says_what_it_could_not(
    file, tmp_path, capsys
):
    out = tmp_path / "made" / "here"
    asked = ["explain", str(file), "--model", "clear-hug", "--out", str(out)]
    assert main([*asked, "--method", "ig,gradcam"]) == 1
    told = capsys.readouterr()
    assert told.err == "ecgviewer: gradcam: clear-hug has no convolutional layer\n"
    names = {Path(line).name for line in told.out.splitlines()}
    assert names == {path.name for path in out.iterdir()}
    assert names == {"gradcam.json", "ig-waves.csv", *(f"ig.{x}" for x in KINDS)}
    said = json.loads((out / "ig.json").read_text(encoding="utf-8"))
    assert len(said["weights_sha256"]) == 64
    assert said["complete"] is True
    assert main([*asked, "--method", "ig", "--statement", "XYZ"]) == 1
    assert "no XYZ; there are" in capsys.readouterr().err


KINDS = ("npz", "csv", "json")


def test_a_file_that_cannot_be_read_is_refused(tmp_path, capsys):
    status = main(["explain", str(tmp_path / "none.hea"), "--out", str(tmp_path)])
    assert status == 1
    assert "none.hea" in capsys.readouterr().err


def test_the_example_runs_on_a_synthetic_ecg(file, tmp_path, capsys, monkeypatch):
    out = tmp_path / "out"
    monkeypatch.setattr(sys, "argv", ["explain.py", str(file), str(out)])
    runpy.run_path(str(ROOT / "examples" / "explain.py"), run_name="__main__")
    told = capsys.readouterr().out
    assert "resnet on " in told
    assert "being there" in told
    assert (out / "owen.json").is_file()
