"""The survey: what the whole of a long recording tells, made once and kept."""

import hashlib
import os
from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.ecg import survey as domain
from ecgviewer.ecg.pyramid import Pyramid, build_pyramid
from ecgviewer.ecg.reasons.phrase import Phrase, phrase
from ecgviewer.ecg.signal import SignalError
from ecgviewer.ecg.survey import Survey, needs_survey, surveyed
from ecgviewer.io import read_recording
from ecgviewer.io.cache import survey as survey_module
from ecgviewer.io.cache import survey_cache
from ecgviewer.io.cache.survey import SurveyCancelledError, survey
from ecgviewer.io.cache.survey_cache import kept_survey
from ecgviewer.io.wfdb import format as wfdb_format
from tests.io.made_files import ecg_uv, write_wfdb


@pytest.fixture(autouse=True)
def small_memory(monkeypatch):
    monkeypatch.setattr(wfdb_format, "MAX_SAMPLES_IN_MEMORY", 20_000)
    monkeypatch.setattr(survey_module, "STRETCH_FRAMES", 320)


@pytest.fixture
def path(tmp_path):
    return write_wfdb(tmp_path, np.tile(ecg_uv(), 3))


def whole(path, monkeypatch):
    monkeypatch.setattr(wfdb_format, "MAX_SAMPLES_IN_MEMORY", 10**9)
    return read_recording(path)


def assert_same(pyramid, expected):
    assert pyramid.n_samples == expected.n_samples
    for level, other in zip(pyramid.levels, expected.levels, strict=True):
        np.testing.assert_array_equal(level, other)


def test_it_tells_what_reading_the_whole_tells(path, monkeypatch):
    recording = read_recording(path)
    assert needs_survey(recording)
    found = surveyed(recording, survey(recording))
    assert not needs_survey(found)
    expected = whole(path, monkeypatch)
    assert found.source == expected.source
    assert found.warnings == expected.warnings == ()
    assert_same(found.pyramid, build_pyramid(expected.signal_mv))


def test_the_digest_covers_all_of_all_files(tmp_path, monkeypatch):
    digital = np.tile(ecg_uv()[:3], 10)
    (tmp_path / "a.dat").write_bytes(
        b"prefix" + digital[:2].T.astype("<i2").tobytes() + b"tail"
    )
    digital[2:].T.astype("<i2").tofile(tmp_path / "b.dat")
    lines = ["rec 3 500 10000", *["a.dat 16+6 1000/mV 16 0 0 0 0 I"] * 2]
    lines[2] = lines[2].replace(" I", " II")
    lines += ["b.dat 16 1000/mV 16 0 0 0 0 V1"]
    (tmp_path / "rec.hea").write_text("\n".join(lines))
    names = ("rec.hea", "a.dat", "b.dat")
    everything = b"".join((tmp_path / name).read_bytes() for name in names)
    recording = read_recording(tmp_path / "rec.hea")
    assert not recording.in_memory
    assert survey(recording).sha256 == hashlib.sha256(everything).hexdigest()
    assert whole(tmp_path / "rec.hea", monkeypatch).source.sha256 == (
        hashlib.sha256(everything).hexdigest()
    )


def test_altered_samples_far_from_the_beginning_do_not_pass_silently(path, monkeypatch):
    data = path.with_suffix(".dat")
    samples = np.fromfile(data, "<i2").reshape(-1, 12)
    samples[2900, 7] += 1
    samples[2950, 3] = -32768
    samples.tofile(data)
    warnings = survey(read_recording(path)).warnings
    assert any("checksum of aVR, V2 is wrong" in text for text in warnings)
    assert "Lead aVR: 1 samples (0.002 s) are marked missing." in warnings
    assert set(warnings) == set(whole(path, monkeypatch).warnings)


def test_a_survey_nobody_wants_ends_at_once(path):
    done = []
    with pytest.raises(SurveyCancelledError):
        survey(
            read_recording(path),
            cancelled=lambda: len(done) >= 2,
            progress=done.append,
        )
    assert len(done) == 2


def test_a_file_changed_meanwhile_is_a_sentence(path):
    recording = read_recording(path)
    os.utime(path.with_suffix(".dat"))
    with pytest.raises(SignalError, match="has changed"):
        survey(recording)


def forbid_surveys(monkeypatch):
    def never(*_args, **_options):
        raise AssertionError("the survey was made anew")

    monkeypatch.setattr(survey_cache, "survey", never)


def test_a_kept_survey_is_not_made_again(path, tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    made = kept_survey(read_recording(path), folder)
    forbid_surveys(monkeypatch)
    found = kept_survey(read_recording(path), folder)
    assert (found.sha256, found.warnings) == (made.sha256, made.warnings)
    assert_same(found.pyramid, made.pyramid)


def test_a_kept_survey_keeps_what_its_sentences_are_made_of(
    path, tmp_path, monkeypatch
):
    folder, said = tmp_path / "cache", phrase("No signal in {flat}.", flat="V1")
    found = survey(read_recording(path))
    with_warning = replace(found, warnings=(said,))
    monkeypatch.setattr(survey_cache, "survey", lambda *_a, **_k: with_warning)
    kept_survey(read_recording(path), folder)
    forbid_surveys(monkeypatch)
    (kept,) = kept_survey(read_recording(path), folder).warnings
    assert isinstance(kept, Phrase)
    assert (kept.template, dict(kept.values)) == (said.template, dict(said.values))


def test_another_time_of_the_file_makes_another_survey(path, tmp_path):
    folder = tmp_path / "cache"
    kept_survey(read_recording(path), folder)
    os.utime(path.with_suffix(".dat"), ns=(0, 0))
    kept_survey(read_recording(path), folder)
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
        lambda data: data.replace(b"survey 1", b"survey 0", 1),
        lambda data: data.replace(b'"bins": [', b'"bins": [9', 1),
        lambda data: data[:40],
        lambda _: b"",
        lambda _: b"\x80\x04cos\nsystem\n",
    ],
)
def test_a_damaged_cache_is_made_anew(path, tmp_path, damage):
    folder = tmp_path / "cache"
    made = kept_survey(read_recording(path), folder)
    (kept,) = folder.iterdir()
    good = kept.read_bytes()
    kept.write_bytes(damage(good))
    found = kept_survey(read_recording(path), folder)
    assert found.sha256 == made.sha256
    assert_same(found.pyramid, made.pyramid)
    assert kept.read_bytes() == good


def test_the_cache_holds_no_name_and_does_not_grow_for_ever(
    path, tmp_path, monkeypatch
):
    folder = tmp_path / "cache"
    kept_survey(read_recording(path), folder)
    (first,) = folder.iterdir()
    assert b"rec" not in first.read_bytes()
    os.utime(first, ns=(0, 0))
    monkeypatch.setattr(survey_cache, "MAX_CACHE_BYTES", 1.5 * first.stat().st_size)
    os.utime(path)
    kept_survey(read_recording(path), folder)
    (second,) = folder.iterdir()
    assert second != first


def test_a_cache_that_cannot_be_written_costs_only_time(path, tmp_path, caplog):
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert kept_survey(read_recording(path), tmp_path / "cache").sha256
    assert "could not be kept" in caplog.text


def test_a_survey_that_cannot_be_written_to_its_end_leaves_nothing(tmp_path, caplog):
    class Full(np.ndarray):
        def tofile(self, _file, *_options):
            raise OSError("96 requested and 0 written")

    level = np.zeros((2, 12, 1), np.float32).view(Full)
    found = Survey(Pyramid((level,), 1), "", ())
    survey_cache.save_survey(tmp_path / "cache" / "a.survey", found)
    assert "could not be kept" in caplog.text
    assert list((tmp_path / "cache").iterdir()) == []


def test_parts_of_a_program_that_was_ended_are_swept(path, tmp_path):
    folder = tmp_path / "cache"
    folder.mkdir()
    old, new = folder / "old.part", folder / "new.part"
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (0, 0))
    kept_survey(read_recording(path), folder)
    assert not old.exists()
    assert new.exists()
    assert len(list(folder.iterdir())) == 2


def test_a_long_signal_in_memory_gets_its_pyramid_too(path, monkeypatch):
    recording = whole(path, monkeypatch)
    assert not needs_survey(recording)
    monkeypatch.setattr(domain, "MIN_SAMPLES", 1000)
    assert needs_survey(recording)
    found = surveyed(recording, survey(recording))
    assert found.source == recording.source
    assert found.signal_mv is recording.signal_mv
    assert_same(found.pyramid, build_pyramid(recording.signal_mv))
