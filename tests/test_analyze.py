"""``ecgviewer analyze``: JSON Lines that add up, and a line for every file."""

import io
import json
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from ecgviewer.app import main
from ecgviewer.cli.analyze import SCHEMA_VERSION
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.signal import SignalError
from ecgviewer.io.dicom.format import bundled_example
from tests.io.made_files import write_damaged, write_wfdb
from tests.simulator import simulate
from tests.synthetic import regular_r_times, synthetic_signal

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "docs/reference/analyze.schema.json").read_text()
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def lines(*arguments: object) -> tuple[int, list[dict]]:
    """Run ``analyze``; whatever it prints is as the published schema says."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        status = main(["analyze", *map(str, arguments)])
    found = [json.loads(line) for line in printed.getvalue().splitlines()]
    for line in found:
        VALIDATOR.validate(line)
    return status, found


@pytest.fixture(scope="module")
def answer():
    """What is said of the bundled example."""
    status, (said,) = lines(bundled_example())
    assert status == 0
    return said


@pytest.fixture(scope="module")
def in_full():
    """What is said of it, by one of the networks, with all that can be asked for."""
    flags = ("--model", "rr", "--evidence", "--fiducials", "--second-opinion")
    return lines(bundled_example(), *flags)[1][0]


def test_the_schema_refuses_what_analyze_does_not_print(answer):
    VALIDATOR.check_schema(SCHEMA)
    assert answer["schema_version"] == SCHEMA_VERSION
    for wrong in (
        answer | {"schema_version": "9.0"},
        answer | {"further": 1},
        {key: value for key, value in answer.items() if key != "criteria"},
        answer | {"paced": "no"},
    ):
        assert not VALIDATOR.is_valid(wrong)
    statement = answer["findings"][0]
    for changed in ({"rule": "perhaps"}, {"rule": True}):
        assert not VALIDATOR.is_valid(answer | {"findings": [statement | changed]})
    qt = answer["measurements"]["qt_ms"]
    for changed in ({"value": None, "reasons": []}, {"value": "380"}):
        values = answer["measurements"] | {"qt_ms": qt | changed}
        assert not VALIDATOR.is_valid(answer | {"measurements": values})


def test_statements_of_the_bundled_example(answer):
    assert answer["file"] == str(bundled_example())
    assert (answer["fs"], answer["duration_s"]) == (1000.0, 10.0)
    assert answer["leads"] == list(STANDARD_12)
    assert len(answer["beats"]) == 10
    assert answer["abstained"] is None
    codes = {finding["code"] for finding in answer["findings"]}
    assert {"NORM", "MI", "STTC", "CD", "HYP", "AFIB", "SBRAD", "CLBBB"} <= codes
    for finding in answer["findings"]:
        assert 0 <= finding["probability"] <= 1
        assert finding["label"]
        assert "groups" not in finding
    met = {criterion["key"]: criterion["met"] for criterion in answer["criteria"]}
    asked = {finding["code"]: finding for finding in answer["findings"]}
    assert asked["CLBBB"]["criteria"] == ["lbbb"]
    assert asked["CLBBB"]["criteria_met"] is met["lbbb"] is False
    assert (asked["MI"]["criteria"], asked["MI"]["criteria_met"]) == ([], None)
    assert asked["MI"]["rule"] is None
    assert not asked["CLBBB"]["present"]
    assert asked["CLBBB"]["rule"] == "agrees"


def test_printed_evidence_adds_up_to_the_printed_gap(in_full):
    for finding in in_full["findings"]:
        total = finding["logit"] - finding["baseline_logit"]
        gaps = [abs(total - sum(finding["groups"].values()))]
        for group, leads in finding["group_leads"].items():
            members = sum(finding["leads"][lead] for lead in leads)
            gaps.append(abs(finding["groups"][group] - members))
        assert list(finding["leads"]) == list(STANDARD_12)
        for lead, row in zip(finding["leads"], finding["beats"], strict=True):
            assert len(row) == len(in_full["beats"])
            gaps.append(abs(finding["leads"][lead] - sum(row)))
        assert finding["max_gap"] == pytest.approx(max(gaps), abs=1e-12)
        assert finding["max_gap"] < 1e-6
        assert "Owen" in finding["method"]


def test_values_of_the_bundled_example_carry_unit_interval_and_method(answer):
    values = answer["measurements"]
    wanted = {"heart_rate_bpm", "p_ms", "pr_ms", "qrs_ms", "qt_ms", "qtcf_ms"}
    assert wanted <= set(values)
    for key in wanted:
        said = values[key]
        assert said["low"] <= said["value"] <= said["high"]
        assert said["unit"] == ("bpm" if key.endswith("bpm") else "ms")
        assert said["method"]
        assert said["provenance"] == "ours"
    assert 40 < values["heart_rate_bpm"]["value"] < 80
    assert 60 < values["qrs_ms"]["value"] < 130
    assert "fiducials" not in answer


def test_fiducials_are_printed_for_each_beat_and_lead_when_asked_for(in_full):
    beats = in_full["fiducials"]["beats"]
    assert [beat["r_peak_s"] for beat in beats] == in_full["beats"]
    inner = beats[3]
    assert list(inner["leads"]) == in_full["leads"]
    order = ("p_onset", "qrs_onset", "qrs_offset", "t_offset")
    for points in (inner["common"], inner["leads"]["II"]):
        times = [points[name] for name in order]
        assert times == sorted(times)


def test_a_second_opinion_widens_intervals_and_moves_no_value(answer, in_full):
    wider = 0
    assert "second_opinion" not in answer
    for key in ("p_ms", "pr_ms", "qrs_ms", "qt_ms"):
        before, after = answer["measurements"][key], in_full["measurements"][key]
        assert after["value"] == before["value"]
        assert after["low"] <= before["low"]
        assert after["high"] >= before["high"]
        wider += after["high"] > before["high"]
        other = in_full["second_opinion"][key]
        assert abs(other["value"] - after["value"]) < 60
        assert "NeuroKit2" in other["method"]
    assert wider


def microvolts(simulated):
    return np.rint(1000 * simulated.recording.whole_signal_mv).astype(np.int64)


def test_the_kind_of_each_beat_is_printed_and_how_many_there_are(tmp_path):
    simulated = simulate(ectopic=[2.9, 6.3])
    path = write_wfdb(tmp_path, microvolts(simulated))
    _, (answer,) = lines(path)
    assert answer["beat_kinds"] == list(simulated.classes)
    assert len(answer["beat_kinds"]) == len(answer["beats"])
    n_dominant = simulated.classes.count("dominant")
    none = dict.fromkeys(("paced", "artefact", "unclassified"), 0)
    assert answer["beat_counts"] == {"dominant": n_dominant, "ectopic": 2, **none}
    assert answer["paced"] is False


def test_it_is_printed_that_a_pacemaker_makes_the_beats(tmp_path):
    simulated = simulate(pacing="ventricular")
    _, (answer,) = lines(write_wfdb(tmp_path, microvolts(simulated)))
    assert answer["paced"] is True
    assert answer["beat_counts"]["paced"] == len(answer["beats"])


def test_why_exchanged_electrodes_were_not_looked_for_is_printed(tmp_path):
    samples = microvolts(simulate())
    samples[11] = 0
    _, (answer,) = lines(write_wfdb(tmp_path, samples))
    assert answer["quality"]["swaps"] == []
    said = answer["quality"]["swaps_not_judged"]
    assert said.startswith("leads are missing or cannot be read: ")
    assert said.endswith("V6")


def test_a_refused_file_has_a_line_and_does_not_stop_the_others(tmp_path):
    wrong = tmp_path / "notes.txt"
    wrong.write_text("dear colleague")
    status, (first, second) = lines(wrong, bundled_example())
    assert status == 1
    assert first["file"] == str(wrong)
    assert set(first["error"]) == {"place", "reason"}
    assert second["findings"]


@pytest.fixture
def damaged(tmp_path, monkeypatch):
    """A record that counts as long, damaged far from its beginning."""
    monkeypatch.setattr("ecgviewer.io.wfdb.format.MAX_SAMPLES_IN_MEMORY", 20_000)
    times = regular_r_times(duration_s=120.0)
    signal = synthetic_signal(times, duration_s=120.0, noise_mv=0.01)
    digital = np.rint(1000 * signal[:8]).astype(np.int64)
    return write_damaged(tmp_path, digital, 0.9)


def test_a_recording_damaged_far_on_has_a_line_and_does_not_stop_the_others(damaged):
    status, (first, second) = lines(damaged, bundled_example())
    assert status == 1
    assert first["file"] == str(damaged)
    assert first["error"]["place"] == "samples"
    assert "of rec_516.dat cannot be read" in first["error"]["reason"]
    assert second["findings"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError(), "the recording is too large for this computer's memory"),
        (OSError(5, "Input/output error"), "it cannot be read: Input/output error"),
    ],
)
def test_a_file_that_cannot_be_worked_on_has_a_line(monkeypatch, error, reason):
    def fail(*_arguments, **_options):
        raise error

    monkeypatch.setattr("ecgviewer.api.analysis.detect_r_peaks", fail)
    status, answers = lines(bundled_example(), bundled_example())
    assert status == 1
    expected = {"place": "whole file", "reason": reason}
    assert [answer["error"] for answer in answers] == [expected] * 2


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            SignalError("x.dat has changed."),
            "ecgviewer: {}: samples: x.dat has changed",
        ),
        (MemoryError(), "ecgviewer: {}: whole file: the recording is too large for"),
    ],
)
def test_a_page_that_cannot_be_drawn_is_a_sentence(
    qapp, tmp_path, monkeypatch, capsys, error, sentence
):
    def fail(*_arguments):
        raise error

    monkeypatch.setattr("ecgviewer.cli.commands.measured_for_page", fail)
    page = tmp_path / "page.png"
    assert main(["render", str(bundled_example()), "-o", str(page)]) == 1
    said = capsys.readouterr().err
    assert said.startswith(sentence.format(bundled_example().name))
    assert not page.exists()


def test_a_reader_who_has_seen_enough_is_no_error():
    command = [sys.executable, "-m", "ecgviewer", "analyze"]
    command += [str(bundled_example())] * 3
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read()
    assert complaint == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_lines_that_cannot_be_printed_are_a_sentence():
    command = [sys.executable, "-m", "ecgviewer", "analyze", str(bundled_example())]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert done.stderr == (
        "ecgviewer: nothing more can be printed: No space left on device\n"
    )


@pytest.mark.parametrize("dpi", ["0", "-5", "99999"])
def test_an_impossible_density_is_refused(qapp, dpi, tmp_path, capsys):
    page = tmp_path / "page.png"
    status = main(["render", str(bundled_example()), "-o", str(page), f"--dpi={dpi}"])
    assert status == 1
    assert "--dpi" in capsys.readouterr().err
    assert not page.exists()


def test_evidence_for_an_unknown_code_is_refused_in_words(qapp, tmp_path, capsys):
    page = tmp_path / "page.pdf"
    command = ["render", str(bundled_example()), "-o", str(page), "--evidence", "XYZ"]
    assert main(command) == 1
    assert "no XYZ; there are" in capsys.readouterr().err
