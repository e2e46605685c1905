"""What passes between the processes comes through whole, or is refused."""

import io
import json
from dataclasses import fields, replace
from datetime import datetime

import numpy as np
import pytest

from ecgviewer.ecg.annotations import AnnotationFiles, Annotations
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.reasons.phrase import Phrase, phrase
from ecgviewer.ecg.recording import PatientContext, Recording, Stated
from ecgviewer.io import read_recording, summarise
from ecgviewer.io.dicom.format import bundled_example
from ecgviewer.io.worker import codec
from ecgviewer.io.worker.codec import LENGTHS, MessageError, receive, send
from tests.io.made_files import ecg_uv, write_wfdb
from tests.synthetic import synthetic_recording


def through_a_pipe(facts: dict, samples: np.ndarray) -> tuple[dict, np.ndarray]:
    stream = io.BytesIO()
    send(stream, facts, samples)
    stream.seek(0)
    message = receive(stream)
    assert message is not None
    return message


def handed_over(recording: Recording) -> Recording:
    return codec.recording_of(*through_a_pipe(*codec.recording_facts(recording)))


def assert_same(one: Recording, other: Recording) -> None:
    for field in fields(Recording):
        if field.name != "signal_mv":
            assert getattr(one, field.name) == getattr(other, field.name)
    np.testing.assert_array_equal(one.signal_mv, other.signal_mv)


def full_recording() -> Recording:
    """Return a recording in which no fact has its default value."""
    recording = synthetic_recording()
    signal = recording.signal_mv.copy()
    signal[2, 7] = np.nan
    return replace(
        recording,
        signal_mv=signal,
        unit_is_mv=False,
        derived_leads=("III",),
        resolution_mv=0.0025,
        patient=PatientContext("Åsa Ödmark", "1 2", 61.5, "female"),
        start_time=datetime(2020, 2, 29, 23, 59, 58, 500),
        warnings=("V1 is flat.", "µ"),
        acquisition=("0.05-150 Hz",),
        stated=Stated(("Sinus rhythm", "µ"), ("?",)),
        file_values={
            "qt_ms": Measurement(400.0, "ms", "the file", leads=("II",), n_beats=3)
        },
    )


def test_sentences_come_through_with_what_they_are_made_of():
    said = phrase("No signal in {flat}.", flat="V1")
    method = phrase("as the file says ({words})", words="x")
    values = {"qt_ms": Measurement(400.0, "ms", method)}
    recording = replace(
        synthetic_recording(),
        warnings=(said,),
        acquisition=(said, "plain"),
        file_values=values,
    )
    read = handed_over(recording)
    kept = (*read.warnings, read.acquisition[0], read.file_values["qt_ms"].method)
    assert [text.template for text in kept if isinstance(text, Phrase)] == [
        said.template,
        said.template,
        method.template,
    ]
    assert not isinstance(read.acquisition[1], Phrase)


def test_every_fact_and_sample_comes_through():
    recording = full_recording()
    default = synthetic_recording()
    kept = {f.name for f in fields(Recording)} - {"fs", "leads", "source", "pyramid"}
    for name in kept - {"signal_mv"}:  # so that a new field is not forgotten here
        assert getattr(recording, name) != getattr(default, name), name
    assert_same(handed_over(recording), recording)


def test_a_long_recording_comes_as_where_its_samples_lie(tmp_path, monkeypatch):
    monkeypatch.setattr("ecgviewer.io.wfdb.format.MAX_SAMPLES_IN_MEMORY", 100)
    recording = read_recording(write_wfdb(tmp_path, ecg_uv()))
    assert not recording.in_memory
    facts, samples = codec.recording_facts(recording)
    other = handed_over(recording)
    np.testing.assert_allclose(other.signal_mv[:, 7:500], ecg_uv()[:, 7:500] / 1e3)
    np.testing.assert_array_equal(other.sketch_mv, recording.sketch_mv)
    facts["stored"]["files"][0]["path"] = "/etc/passwd"
    facts = json.loads(json.dumps(facts))
    with pytest.raises(MessageError, match="elsewhere"):
        codec.recording_of(facts, samples)


def test_summaries_and_annotations_come_through(tmp_path):
    summary = replace(summarise(bundled_example()), start_time=datetime(2020, 2, 29))
    facts, _ = through_a_pipe(codec.summary_facts(summary), codec.NOTHING)
    assert codec.summary_of_facts(facts) == summary
    marks = Annotations("atr", np.array([0.5, 1.5]), ("N", "V"), ("", "(AFIB"), "V1")
    found = AnnotationFiles((marks,), ("one is late.",))
    facts, _ = through_a_pipe(codec.annotation_facts(found), codec.NOTHING)
    again = codec.annotations_of(facts)
    assert again.warnings == found.warnings
    (one,) = again.sets
    assert (one.name, one.symbols, one.texts) == (marks.name, ("N", "V"), marks.texts)
    assert one.lead == "V1"
    np.testing.assert_array_equal(one.time_s, marks.time_s)


def test_a_torn_answer_is_none():
    stream = io.BytesIO()
    send(stream, *codec.recording_facts(full_recording()))
    data = stream.getvalue()
    for cut in (0, 10, LENGTHS.size, 100, len(data) - 4):
        assert receive(io.BytesIO(data[:cut])) is None


@pytest.mark.parametrize(
    "data",
    [
        LENGTHS.pack(2, 2**60) + b"{}",
        LENGTHS.pack(2**31, 0) + b"{}",
        LENGTHS.pack(2, 3) + b"{}abc",
        LENGTHS.pack(2, 0) + b"[]",
        LENGTHS.pack(2, 0) + b"{x",
        LENGTHS.pack(2, 0) + b"\xff\xff",
    ],
)
def test_what_is_no_message_is_refused_before_memory_is_taken(data):
    with pytest.raises(MessageError):
        receive(io.BytesIO(data))


@pytest.mark.parametrize(
    "change",
    [
        {"shape": [12, 4999]},
        {"fs": "x"},
        {"fs": 3.0},
        {"leads": ["I"]},
        {"source": {}},
        {"patient": {"name": 3, "more": 1}},
        {"unknown": 1},
        {"stored": {"files": [{}]}},
    ],
)
def test_facts_that_make_no_recording_are_refused(change):
    facts, samples = through_a_pipe(*codec.recording_facts(full_recording()))
    with pytest.raises(MessageError):
        codec.recording_of(facts | change, samples)
