"""Long WFDB records stay in their file and give the same samples as short ones."""

import hashlib
import os

import numpy as np
import pytest

from ecgviewer.ai.limits import too_long
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12
from ecgviewer.ecg.signal import SignalError
from ecgviewer.io import ReadError, read_recording
from ecgviewer.io.cache.survey import survey
from ecgviewer.io.wfdb import format as wfdb_format
from ecgviewer.io.wfdb.stored import BLOCK_FRAMES
from tests.io.made_files import damage, ecg_uv, write_damaged, write_formats, write_wfdb
from tests.synthetic import regular_r_times, synthetic_signal

N_SAMPLES = 2 * BLOCK_FRAMES + 1234


@pytest.fixture(autouse=True)
def small_memory(monkeypatch):
    """Let a record of a minute count as long."""
    monkeypatch.setattr(wfdb_format, "MAX_SAMPLES_IN_MEMORY", 20_000)


def long_ecg_uv(n_samples=N_SAMPLES):
    duration_s = n_samples / 500
    times = regular_r_times(duration_s=duration_s)
    signal = synthetic_signal(times, duration_s=duration_s, noise_mv=0.01)
    return np.round(signal * 1000).astype(np.int16)


def both(path, monkeypatch):
    """Return the record as it is left in its file, and as it is read whole."""
    stored = read_recording(path)
    monkeypatch.setattr(wfdb_format, "MAX_SAMPLES_IN_MEMORY", 10**9)
    return stored, read_recording(path)


@pytest.mark.parametrize(
    ("leads", "field"),
    [
        *((STANDARD_12, "1000/mV"), (INDEPENDENT_8, "500(-250)/mV")),
        *((INDEPENDENT_8, "1.7(3)/uV"), (STANDARD_12, "300/NU")),
    ],
)
def test_the_samples_are_those_of_a_record_read_whole(
    tmp_path, monkeypatch, leads, field
):
    digital = long_ecg_uv()[[STANDARD_12.index(lead) for lead in leads]]
    digital[2, 500:600] = -32768
    stored, whole = both(write_wfdb(tmp_path, digital, leads, gain=field), monkeypatch)
    assert not stored.in_memory
    assert whole.in_memory
    assert stored.leads == whole.leads
    assert stored.derived_leads == whole.derived_leads
    assert stored.resolution_mv == whole.resolution_mv
    assert stored.signal_mv.shape == whole.signal_mv.shape
    for start, stop in ((0, 700), (BLOCK_FRAMES - 3, 2 * BLOCK_FRAMES + 5), (9, 9)):
        part = whole.signal_mv[:, start:stop]
        np.testing.assert_array_equal(stored.signal_mv[:, start:stop], part)
        np.testing.assert_array_equal(stored.signal_mv[[1, 0], start:stop], part[1::-1])
        for row, lead in enumerate(stored.leads):
            np.testing.assert_array_equal(stored.lead(lead)[start:stop], part[row])
    tail = stored.lead("I")[N_SAMPLES - 10 : N_SAMPLES + 50]
    np.testing.assert_array_equal(tail, whole.lead("I")[-10:])
    np.testing.assert_array_equal(stored.lead("I")[-10:], tail)


def test_a_record_of_several_files_is_put_together(tmp_path, monkeypatch):
    digital = long_ecg_uv()[:3]
    digital[:2].T.astype("<i2").tofile(tmp_path / "a.dat")
    digital[2:].T.astype(">i2").tofile(tmp_path / "b.dat")
    lines = [f"rec 3 500 {N_SAMPLES}"]
    lines += [f"a.dat 16 1000/mV 16 0 0 0 0 {lead}" for lead in ("I", "II")]
    lines += ["b.dat 61 1000/mV 16 0 0 0 0 V1"]
    (tmp_path / "rec.hea").write_text("\n".join(lines))
    stored, whole = both(tmp_path / "rec.hea", monkeypatch)
    assert not stored.in_memory
    np.testing.assert_array_equal(
        stored.signal_mv[:, :N_SAMPLES], whole.signal_mv[:, :N_SAMPLES]
    )


@pytest.mark.parametrize(
    "formats",
    [
        *([fmt] * 3 for fmt in ("212", "24", "32", "516", "524")),
        *([fmt] * 3 for fmt in ("80", "508")),
        ["516", "212", "212"],
    ],
)
def test_every_format_that_can_be_read_by_stretches_stays_in_its_file(
    tmp_path, monkeypatch, formats
):
    digital = long_ecg_uv()[:3] // 16
    digital[2, 100:110] = -128 if formats[0] in ("80", "508") else -2048
    path = write_formats(tmp_path, formats, digital)
    stored, whole = both(path, monkeypatch)
    assert not stored.in_memory
    assert stored.leads == whole.leads
    for start, stop in ((0, 700), (BLOCK_FRAMES - 3, BLOCK_FRAMES + 4), (9, 9)):
        part = whole.signal_mv[:, start:stop]
        np.testing.assert_array_equal(stored.signal_mv[:, start:stop], part)
        np.testing.assert_array_equal(stored.lead("II")[start:stop], part[1])
    np.testing.assert_array_equal(stored.lead("I")[-10:], whole.lead("I")[-10:])
    everything = b"".join(
        file.read_bytes() for file in (path, *map(tmp_path.joinpath, files_of(formats)))
    )
    found = survey(stored)
    assert found.sha256 == hashlib.sha256(everything).hexdigest()
    assert found.sha256 == whole.source.sha256
    assert found.warnings == whole.warnings


def files_of(formats):
    return [f"rec_{fmt}.dat" for fmt in dict.fromkeys(formats)]


def test_a_long_record_in_flac_that_is_damaged_far_on_opens_up_to_there(tmp_path):
    recording = read_recording(write_damaged(tmp_path, np.tile(long_ecg_uv()[:3], 4)))
    at = recording.n_samples * 3 // 5
    assert np.isfinite(recording.lead("I")[:1000]).all()
    reason = r"^Samples \d+ to \d+ of rec_516\.dat cannot be read: the FLAC stream"
    with pytest.raises(SignalError, match=reason):
        recording.lead("I")[at - 5000 : at + 5000]
    with pytest.raises(SignalError, match=reason):
        survey(recording)


def test_a_lead_is_read_where_only_another_file_is_damaged(tmp_path, monkeypatch):
    digital = np.tile(long_ecg_uv()[:4], 4)
    header = write_formats(tmp_path, ["516", "516", "16", "16"], digital)
    _, whole = both(header, monkeypatch)
    damage(tmp_path / "rec_516.dat")
    monkeypatch.setattr(wfdb_format, "MAX_SAMPLES_IN_MEMORY", 20_000)
    stored = read_recording(header)
    at = stored.n_samples * 3 // 5
    stretch = slice(at - 5000, at + 5000)
    for lead in stored.leads:
        if lead in ("V1", "V2"):
            intact = whole.lead(lead)[stretch]
            np.testing.assert_array_equal(stored.lead(lead)[stretch], intact)
        else:
            with pytest.raises(SignalError, match=r"of rec_516\.dat cannot be read"):
                stored.lead(lead)[stretch]


def test_a_long_record_in_flac_that_is_cut_short_is_refused(tmp_path):
    path = write_formats(tmp_path, ["516"] * 3, long_ecg_uv()[:3])
    data = tmp_path / "rec_516.dat"
    data.write_bytes(data.read_bytes()[:-2000])
    with pytest.raises(ReadError, match=r"of rec_516\.dat cannot be") as found:
        read_recording(path)
    assert (found.value.path, found.value.place) == (path, "samples")


def test_a_long_record_is_not_read_when_it_is_opened(tmp_path, monkeypatch):
    path = write_wfdb(tmp_path, np.tile(long_ecg_uv(), 10))
    read = []
    frames = wfdb_format.SampleFile.frames

    def counted(self, start, stop):
        read.append(stop - start)
        return frames(self, start, stop)

    monkeypatch.setattr(wfdb_format.SampleFile, "frames", counted)
    recording = read_recording(path)
    assert recording.n_samples == 10 * N_SAMPLES
    assert sum(read) <= 60 * 500 + 2_000
    assert recording.source.sha256 is None


def test_what_is_doubtful_in_the_beginning_says_that_it_is_the_beginning(tmp_path):
    digital = long_ecg_uv(40_000)
    digital[7] = 0
    warnings = read_recording(write_wfdb(tmp_path, digital)).warnings
    assert any(w == "In the first 60 s: No signal in V2." for w in warnings)


def test_a_whole_array_is_refused_with_a_sentence(tmp_path):
    recording = read_recording(write_wfdb(tmp_path, long_ecg_uv()))
    for use in (
        lambda: recording.whole_signal_mv,
        lambda: np.isnan(recording.signal_mv),
        lambda: np.asarray(recording.lead("I")),
        lambda: recording.signal_mv[0],
        lambda: recording.signal_mv[:, ::2],
        lambda: recording.lead("I")[5],
    ):
        with pytest.raises(SignalError, match="too long to be worked on as a whole"):
            use()


def test_a_file_that_changes_while_it_is_open_is_not_shown(tmp_path):
    path = write_wfdb(tmp_path, long_ecg_uv())
    recording = read_recording(path)
    data = path.with_suffix(".dat")
    now = data.stat()
    os.utime(data, ns=(now.st_atime_ns, now.st_mtime_ns + 10**9))
    with pytest.raises(SignalError, match=r"rec\.dat has changed since"):
        recording.lead("I")[:100]
    data.write_bytes(data.read_bytes()[:1000])
    with pytest.raises(SignalError, match="Open it again"):
        recording.signal_mv[:, :100]
    data.unlink()
    with pytest.raises(SignalError, match=r"rec\.dat can no longer be read: No such"):
        recording.lead("V1")[:100]


def test_a_long_record_cut_short_is_refused(tmp_path):
    path = write_wfdb(tmp_path, long_ecg_uv())
    data = path.with_suffix(".dat")
    data.write_bytes(data.read_bytes()[:-24])
    with pytest.raises(ReadError, match=f"holds {N_SAMPLES - 1} .*cut short"):
        read_recording(path)


def test_a_short_record_is_read_whole(tmp_path):
    assert read_recording(write_wfdb(tmp_path, ecg_uv())).in_memory


def test_beats_are_found_in_a_short_record_that_stays_in_its_file(tmp_path):
    recording = read_recording(write_wfdb(tmp_path, long_ecg_uv()))
    assert not recording.in_memory
    truth = regular_r_times(duration_s=recording.duration_s)
    beats = detect_r_peaks(recording)
    assert len(beats) == len(truth)
    assert too_long(recording) == (
        "the recording has too many samples to be held in memory"
    )
