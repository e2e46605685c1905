"""Benchmarks say what they were computed on."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from benchmarks import gates, statements
from benchmarks.damage.files import main as damage_files
from benchmarks.ludb_scores import halves_apart, scatter_of_marks
from ecgviewer.io.dicom.format import bundled_example
from ecgviewer.pipeline import Models, with_values
from tests.analysis.gates.test_wave_gates import shape_with_p
from tests.analysis.measuring import examined_exactly
from tests.simulator import simulate
from training.delineation.ludb import AnnotatedRecord


def count(monkeypatch: pytest.MonkeyPatch, *files: Path) -> None:
    arguments = ["statements", "PVC", *map(str, files)]
    monkeypatch.setattr("sys.argv", arguments)
    statements.main()


def test_statements_are_counted_with_the_files_that_were_refused(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    count(monkeypatch, bundled_example(), tmp_path / "absent.hea")
    said = capsys.readouterr().out
    assert "recordings that can be read: 0 of 1" in said
    assert "files that cannot be read: 1" in said


def test_statements_of_nothing_are_no_result(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    with pytest.raises(SystemExit, match="nothing could be read; files refused: 2"):
        count(monkeypatch, tmp_path / "a.hea", tmp_path / "b.hea")
    assert "at even odds" not in capsys.readouterr().out


def test_marks_scatter_by_what_one_of_them_lies_off() -> None:
    fs, n_beats = 500.0, 5
    peaks = 200.0 + 400 * np.arange(n_beats)
    beats = np.column_stack([np.ones(n_beats), peaks - 20, peaks, peaks + 25])
    leads = [beats.copy() for _ in range(12)]
    leads[3][2, 1] -= 10  # 20 ms earlier than this lead's others
    leads[7][:, 3] += 15  # a lead's own habit is no scatter
    leads[9][1, 3] = np.nan
    record = AnnotatedRecord("made", fs, np.zeros((12, 2400)), tuple(leads), "")
    found = scatter_of_marks(record)
    onsets, offsets = np.array(found["QRS", 0]), np.array(found["QRS", 1])
    off = np.sort(onsets[np.abs(onsets) > 1e-9])
    np.testing.assert_allclose(off, [-20, 5, 5, 5, 5], atol=1e-9)
    assert len(onsets) == 12 * n_beats
    assert len(offsets) == 12 * n_beats - 1
    np.testing.assert_allclose(offsets, 0, atol=1e-9)
    assert found["P", 0] == found["T", 1] == []


def test_two_halves_of_the_leads_differ_where_two_leads_do_in_one_of_them() -> None:
    """A mark that one lead alone has is nobody's; two in the same half decide it."""
    fs, n_beats = 500.0, 5
    peaks = 500.0 + 400.0 * np.arange(n_beats)
    marks = np.stack([np.ones(n_beats), peaks - 20, peaks, peaks + 30], axis=1)
    late = marks + np.array([0, 0, 0, 10])
    for n_late, wanted in ((1, {0.0}), (2, {-20.0, 0.0, 20.0})):
        waves = tuple(late.copy() if k < n_late else marks.copy() for k in range(12))
        record = AnnotatedRecord("1", fs, np.zeros((12, 3000)), waves, "Sinus rhythm")
        found = halves_apart(record, draws=60)
        assert {round(ms, 6) for ms in found["qrs_ms"]} == wanted
        assert np.isnan(found["p_ms"]).all()


def test_damaged_files_of_every_format_are_refused_or_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert damage_files(["--number", "6"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 14
    for line in lines[1:-1]:
        counts = [int(n) for part in line.split(" | ")[1:3] for n in part.split()]
        assert 0 <= sum(counts) <= 6


def test_each_gate_can_be_switched_off_and_one_that_acts_is_seen_to() -> None:
    low = examined_exactly(simulate(shape=shape_with_p(0.02), duration_s=5))
    measure = partial(with_values, low, Models(None, None))
    before = measure().measurements
    found = {gate: gates.Effect() for gate in gates.GATES}
    for gate, effect in found.items():
        effect.add("low P", before, gates.without(gate, measure))
    assert found["P seen"].present == ["low P"]
    assert found["alternans"] == gates.Effect()
