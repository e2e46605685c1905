"""``ecgviewer analyze -o``: a table as the recordings are told one by one."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ecgviewer.app import main
from ecgviewer.batch.job import JobSettings, analyze_paths
from ecgviewer.cli.analyze import analyze_files
from ecgviewer.io.results.flat import flat_row
from ecgviewer.io.results.table import read_results
from tests.io.made_files import write_wfdb
from tests.synthetic import regular_r_times, synthetic_signal

ROOT = Path(__file__).resolve().parent.parent.parent
RATES = (60, 75, 90)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three recordings and one that cannot be read."""
    place = tmp_path_factory.mktemp("records")
    for rate in RATES:
        signal_mv = synthetic_signal(regular_r_times(rate), noise_mv=0.02)
        write_wfdb(place, np.rint(1000 * signal_mv).astype(int), name=f"r{rate}")
    (place / "r100.hea").write_text("r100 12 500 5000\n")
    return place


@pytest.fixture(scope="module")
def table(folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "out.parquet"
    status = main(
        ["analyze", str(folder), "-o", str(out), "--model", "rr", "--jobs", "1"]
    )
    return status, out


def test_a_row_for_each_recording_and_a_reason_where_there_is_none(table, folder):
    pytest.importorskip("pyarrow")
    status, out = table
    assert status == 1
    found = read_results(out)
    names = [Path(name).name for name in found.columns["file"]]
    assert names == ["r60.hea", "r75.hea", "r90.hea", "r100.hea"]
    rates = found.columns["heart_rate_bpm"]
    np.testing.assert_allclose(rates[:3], RATES, atol=0.5)
    assert np.isnan(rates[3])
    assert list(found.columns["error"][:3]) == [None] * 3
    assert found.columns["error"][3].startswith("header")
    assert (found.columns["heart_rate_bpm_low"][:3] <= rates[:3]).all()
    assert (
        (found.columns["p_AFIB"][:3] >= 0) & (found.columns["p_AFIB"][:3] < 1)
    ).all()
    assert set(found.columns["criterion_lbbb"][:3]) <= {0.0, 1.0}


def test_together_is_told_what_is_told_alone(folder):
    paths = sorted(str(path) for path in folder.glob("*.hea"))
    together = analyze_paths(paths, JobSettings("rr", flat=False))
    alone = list(analyze_files(map(Path, paths), with_evidence=False, model_name="rr"))
    for one, other in zip(together, alone, strict=True):
        said, before = (x.pop("findings", []) for x in (one, other))
        assert one == other
        for finding, known in zip(said, before, strict=True):
            assert finding["logit"] == pytest.approx(known["logit"], abs=1e-5)


def test_flat_rows_hold_what_answers_hold(folder):
    (answer,) = analyze_paths([str(folder / "r60.hea")], JobSettings("rr", flat=False))
    row = flat_row(answer)
    assert row["n_beats"] == len(answer["beats"])
    assert row["qrs_ms"] == answer["measurements"]["qrs_ms"]["value"]
    assert row["stated"].split() == [
        f["code"] for f in answer["findings"] if f["present"]
    ]
    for finding in answer["findings"]:
        assert row[f"p_{finding['code']}"] == finding["probability"]


def test_what_fails_in_the_middle_is_a_row_and_stops_no_other(folder, monkeypatch):
    from ecgviewer.api import analysis

    real = analysis.predict_all

    def fails(items, model):
        if any(len(beats) == 10 for _, beats in items):
            raise RuntimeError("odd\nbeats")
        return real(items, model)

    monkeypatch.setattr(analysis, "predict_all", fails)
    paths = [str(folder / f"r{rate}.hea") for rate in RATES]
    rows = analyze_paths(paths, JobSettings("rr"))
    errors = [row["error"] for row in rows]
    assert errors[1:] == [None, None]
    assert errors[0] == (
        "whole file: it could not be analyzed (RuntimeError: odd beats)"
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["-o", "out.xlsx"], "out.xlsx: results are written as .parquet, .csv, .jsonl"),
        (["-o", "none/out.csv"], "none/out.csv.part: No such file or directory"),
        (["-o", "out.csv", "--jobs", "0"], "--jobs: 0 processes can do nothing"),
        (["-o", "out.csv", "--model", "x"], "no model “x” is installed; installed: "),
        (["-o", "out.csv", "--evidence"], "out.csv: evidence and fiducials have room"),
        (["-o", "out.csv", "--list", "none"], "none: No such file or directory"),
        (
            ["-o", "out.csv", "--scheduler", "tcp://127.0.0.1:1"],
            "--scheduler: tcp://127.0.0.1:1 does not answer",
        ),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_leaves_nothing(
    tmp_path, folder, monkeypatch, capsys, options, sentence
):
    if "--scheduler" in options:
        pytest.importorskip("distributed")
        monkeypatch.setattr("ecgviewer.batch.cluster.CONNECT_S", 0.5)
    monkeypatch.chdir(tmp_path)
    assert main(["analyze", str(folder), *options]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"ecgviewer: {sentence}")
    assert len(told.splitlines()) == 1
    assert not (tmp_path / "out.csv").exists()


def test_a_folder_without_recordings_is_one_sentence(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    out = tmp_path / "out.csv"
    assert main(["analyze", str(tmp_path / "empty"), "-o", str(out)]) == 2
    assert capsys.readouterr().err == f"ecgviewer: {tmp_path / 'empty'}: no recording\n"
    assert not list(tmp_path.glob("out*"))


def test_nothing_named_is_a_sentence(capsys):
    assert main(["analyze"]) == 1
    assert capsys.readouterr().err == "ecgviewer: no recording is named\n"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_cleanly_and_the_same_command_goes_on(folder, tmp_path, capsys):
    out, part = tmp_path / "out.jsonl", tmp_path / "out.jsonl.part"
    arguments = ["analyze", str(folder), "-o", str(out), "--model", "rr"]
    arguments += ["--jobs", "1", "--together", "1"]
    command = [sys.executable, "-m", "ecgviewer", *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        end = time.monotonic() + 120
        while not part.exists() or part.read_bytes().count(b"\n") < 2:
            assert time.monotonic() < end
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        told = process.communicate(timeout=120)[1]
    assert process.returncode == 130
    assert "the same command goes on" in told
    assert "Traceback" not in told
    assert not out.exists()
    n_kept = part.read_bytes().count(b"\n") - 1
    assert 1 <= n_kept < 4
    assert main(arguments) == 1
    assert f"going on after {n_kept} of 4" in capsys.readouterr().err
    answers = [json.loads(line) for line in out.read_text().splitlines()]
    assert [Path(answer["file"]).stem for answer in answers] == [
        *("r60", "r75", "r90", "r100")
    ]
    assert not part.exists()


def test_a_table_is_a_list_of_what_to_analyze(folder, tmp_path):
    listing = tmp_path / "list.csv"
    with listing.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "error"])
        writer.writerow([str(folder / "r75.hea"), ""])
    out = tmp_path / "out.csv"
    arguments = ["--list", str(listing), "-o", str(out), "--model", "rr"]
    assert main(["analyze", *arguments, "--jobs", "1"]) == 0
    assert read_results(out).columns["heart_rate_bpm"][0] == pytest.approx(75, abs=0.5)
