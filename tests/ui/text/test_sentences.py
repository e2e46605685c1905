"""What readers, measurements and models say is shown in the reader's language."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableWidget

from ecgviewer.ai.limits import too_long
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.examination import EcgAnalysis
from ecgviewer.ecg.reasons import criteria, quality, rhythm, values
from ecgviewer.ecg.reasons.phrase import joined_phrases, phrase
from ecgviewer.ecg.recording import PatientContext, Recording
from ecgviewer.io import read_recording
from ecgviewer.io.errors import ReadError
from ecgviewer.io.folder import Walk, walk_on
from ecgviewer.pipeline import analyze_recording, installed_models
from ecgviewer.ui.measurements.value_rows import value_rows
from ecgviewer.ui.text.localised import localised, said_text
from ecgviewer.ui.text.privacy import shown_error
from ecgviewer.ui.text.reasons import reasons_sentence, reasons_text
from tests.io.made_files import (
    dicom_channel,
    dicom_group,
    ecg_uv,
    write_dicom,
    write_wfdb,
)
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.fakes import fake_steps

ENGLISH = re.compile(
    r"\b(the|is|are|was|of|and|to|from|with|not|no|it|beats?|leads?|samples|cannot)\b"
)


def english_in(texts: Iterable[str]) -> set[str]:
    """Return which of these texts, shown in German, still have English words."""
    return {text for text in texts if ENGLISH.search(re.sub("“[^”]*”", "", text))}


# ------------------------------------------------------------------------- the values


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("english", "expected"),
    [
        (
            phrase("it is in “{unit}”, not in Hz", unit="no unit"),
            "sie ist in „no unit“ angegeben, nicht in Hz",
        ),
        (
            joined_phrases("; ", [phrase("no unit"), phrase("not stated"), "Foo {0}"]),
            "ohne Einheit; nicht angegeben; Foo {0}",
        ),
        (
            phrase(
                "In the first {seconds:.0f} s: {text}",
                seconds=10.4,
                text=phrase("No signal in {flat}.", flat="V1, V2"),
            ),
            "In den ersten 10 s: Kein Signal in V1, V2.",
        ),
        (
            phrase(
                "{lead} in {unit}".replace("{unit}", "{step:.2g} mV"),
                lead="V1",
                step=-1.5,
            ),
            "V1 in −1,5 mV",
        ),
        ("not stated", "nicht angegeben"),
        ("MAC 5500; serial (7): left arm, “no unit”", None),
    ],
)
def test_values_are_said_as_the_language_says_them(
    english: str, expected: str | None
) -> None:
    assert localised(english) == (expected or english)


@pytest.mark.usefixtures("german")
def test_sentences_one_after_another_are_each_translated() -> None:
    known = phrase("No signal in {flat}.", flat="V1")
    assert said_text([known, "Foo bar."]) == "Kein Signal in V1. Foo bar."


@pytest.mark.usefixtures("german")
def test_reasons_are_german_with_their_values() -> None:
    assert reasons_sentence(quality.NOTHING_CHANGES(total_s=0.34)) == (
        "Keine Änderung, 0,34 s lang."
    )
    jump = quality.STEPS(size=quality.MV(value=1.23))
    assert reasons_sentence(jump) == "Der Pegel springt um bis zu 1,2 mV."
    unseen = (
        rhythm.NO_BEAT_MISSING(length_s=13.2, start_s=8.5),
        rhythm.SUCH_STRETCHES(n=2, total_s=24.3),
    )
    assert reasons_text(unseen) == (
        "13,2 s lang ab 8,5 s wurde kein Schlag gefunden, wo Abtastwerte fehlen; "
        "2 solche Abschnitte, zusammen 24,3 s"
    )
    open_ = (criteria.NOT_MEASURED(parts=("QRS axis",)), values.WIDE_QRS_LENGTHENS())
    assert reasons_text(open_) == (
        "nicht messbar: QRS-Achse; das breite QRS verlängert QT: siehe JT"
    )
    assert reasons_text(values.T_OTHER_PHASE(other_mv=-0.06)) == (
        "biphasisch, die andere Phase −0,06 mV"
    )


@pytest.mark.usefixtures("german")
def test_names_are_hidden_in_translated_sentences_too() -> None:
    reason = phrase("none is an ECG lead: {listed}", listed="“Jane Doe”, “RESP”")
    error = ReadError("doe.hea", "leads", reason)
    said = shown_error(error, hidden=True)
    assert "keiner ist eine EKG-Ableitung" in said
    assert "doe" not in said.lower()


# ------------------------------------------------------------------- what really fails


def cut_short(folder: Path) -> Path:
    path = write_wfdb(folder, ecg_uv())
    data = path.with_suffix(".dat")
    data.write_bytes(data.read_bytes()[:-24])
    return path


def with_header(old: str, new: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = write_wfdb(folder, ecg_uv())
        path.write_text(path.read_text().replace(old, new, 1))
        return path

    return make


def two_scales(folder: Path) -> Path:
    return write_wfdb(folder, ecg_uv(), gains={"V3": "500/NU"})


def false_dicom(folder: Path) -> Path:
    channels = [dicom_channel("I"), dicom_channel("II")]
    group = dicom_group(ecg_uv()[:2], channels, NumberOfWaveformSamples=5000)
    return write_dicom(folder, [group])


def no_dicom(folder: Path) -> Path:
    path = folder / "a.dcm"
    path.write_bytes(b"\0" * 128 + b"DICM" + b"\xff" * 40)
    return path


def damaged_xml(folder: Path) -> Path:
    path = folder / "a.xml"
    path.write_text("<restingecgdata><documentinfo/></restingecgdata>")
    return path


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    "make",
    [
        *(cut_short, two_scales, false_dicom, no_dicom, damaged_xml),
        *(with_header(" 12 500", " 0 500"), with_header(" 12 500", " 12 5")),
        *(with_header("dat 16", "dat 17"), with_header("rec.dat", "gone.dat")),
        *(with_header(" 1000/mV", " x/mV"), with_header(" 1000\n", " many\n")),
    ],
)
def test_why_a_file_is_refused_is_german(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    with pytest.raises(ReadError) as raised:
        read_recording(make(tmp_path))
    said = shown_error(raised.value, hidden=False)
    # What libraries say of damage stands in brackets as they say it.
    assert not ENGLISH.search(re.sub(r"\(.*\)", "", said)), said


@pytest.mark.usefixtures("german")
def test_what_must_be_known_of_a_file_is_german(tmp_path: Path) -> None:
    samples = ecg_uv()
    samples[7] = 0
    samples[8, 100:140] = -32768
    leads = [*"I II III aVR aVL aVF V1 V2 V3 V4 V5".split(), "RESP"]
    gains = {"V4": "-1000/mV", "V5": "500/mV"}
    path = write_wfdb(tmp_path, samples, leads, gains=gains, checksums=False)
    warnings = read_recording(path).warnings
    assert len(warnings) >= 4
    assert english_in(map(localised, warnings)) == set()
    unknown = tmp_path / "b"
    unknown.mkdir()
    text = read_recording(write_wfdb(unknown, ecg_uv(), gain="500/XY")).warnings
    assert "“XY”" in localised(text[0])
    assert english_in(map(localised, text)) == set()


@pytest.mark.usefixtures("german")
def test_why_the_network_says_nothing_is_german() -> None:
    reason = too_long(synthetic_recording([1.0], fs=100.0, duration_s=4000.0))
    assert reason is not None
    assert localised(reason).startswith("die Aufzeichnung dauert 4000 s; das Netz")


@pytest.mark.usefixtures("german")
def test_what_a_folder_does_not_list_is_german(tmp_path: Path) -> None:
    deep = tmp_path
    for name in "abcdefghijkl":
        deep = deep / name
    deep.mkdir(parents=True)
    notes = walk_on(Walk(((tmp_path, 0), (tmp_path / "gone", 0)))).notes
    assert len(notes) == 2
    assert english_in(map(localised, notes)) == set()


def said_of(recording: Recording, found: EcgAnalysis) -> Iterator[str]:
    """Return every text of an examination that tables show, as they show it."""
    yield from map(localised, (*recording.warnings, *recording.acquisition))
    measured = found.measurements
    lead_values = [v for values in measured.per_lead.values() for v in values.values()]
    for value in (*measured.values.values(), *lead_values):
        yield from (localised(value.method), reasons_text(value.reasons))
    for criterion in measured.criteria:
        yield from (localised(criterion.name), reasons_text(criterion.reasons))
        yield from (localised(part.name) for part in criterion.parts)
    if found.quality is not None:
        yield from map(reasons_sentence, found.quality.reasons)
        faults = [fault for lead in found.quality.leads for fault in lead.faults]
        reversals = found.quality.lead_reversals
        yield from (reasons_sentence(one.reason) for one in (*faults, *reversals))
        yield from (localised(reversal.name) for reversal in reversals)


def examined(recording: Recording) -> EcgAnalysis:
    return analyze_recording(recording, installed_models())


def noisy() -> Recording:
    """Return a recording with a dead lead, hum, jumps, wander and missing samples."""
    recording = synthetic_recording()
    signal = np.array(recording.whole_signal_mv)
    times = np.arange(recording.n_samples) / recording.fs
    rng = np.random.default_rng(3)
    signal[0] += 0.3 * np.sin(2 * np.pi * 50 * times)
    signal[1] += 2.0 * np.sin(2 * np.pi * 0.3 * times)
    signal[6] = 0.0
    signal[7, 1000:] += 4.0
    signal[8, 500:1500] = np.nan
    signal[9] += 0.4 * rng.standard_normal(times.size)
    signal[10] = np.clip(signal[10], -0.1, 0.2)
    return replace(recording, signal_mv=signal.astype(np.float32))


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    "recording",
    [
        *(synthetic_recording(), noisy(), synthetic_recording([1.0, 4.0, 5.0])),
        synthetic_recording(unit_is_mv=False),
        synthetic_recording(np.arange(0.3, 10, 0.35).tolist()),
        replace(synthetic_recording(), patient=PatientContext(age_years=9, sex="male")),
    ],
    ids=["usual", "noisy", "few beats", "no voltage", "fast", "child"],
)
def test_what_is_measured_and_why_it_is_not_is_german(recording: Recording) -> None:
    said = set(said_of(recording, examined(recording)))
    assert len(said) > 30
    assert english_in(said) == set()


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    "name",
    [
        *("ludb/data/1.hea", "ludb/data/107.hea", "ludb/data/103.hea"),
        *("cinc2011/1003574.hea", "cinc2011/1009404.hea"),
        "ptbxl_raw_mv/00841_hr.hea",
    ],
)
def test_what_is_said_of_real_recordings_is_german(
    shared_data: Path, name: str
) -> None:
    recording = read_recording(shared_data / name)
    said = set(said_of(recording, examined(recording)))
    assert len(said) > 50
    assert english_in(said) == set()


# ------------------------------------------------------------------------- the screen


@pytest.mark.usefixtures("german")
def test_a_german_window_says_all_of_it_in_german(desk: Desk, tmp_path: Path) -> None:
    path = cut_short(tmp_path)

    def read(asked: Path) -> Recording:
        return read_recording(path) if asked.name == "cut.hea" else noisy()

    steps = fake_steps(
        read=read,
        detect_beats=detect_r_peaks,
        examine=lambda recording, _beats, **_: examined(recording),
    )
    session, window = desk.open("a.hea", steps=steps)
    desk.qtbot.keyClick(
        window.view.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier
    )
    panel = window.examining.values.panel
    assert panel is not None
    shown = [label.text() for label in panel.findChildren(QLabel)]
    for table in panel.findChildren(QTableWidget):
        for row in range(table.rowCount()):
            for column in range(table.columnCount()):
                item = table.item(row, column)
                shown += [item.text(), item.toolTip()] if item is not None else []
    assert len(shown) > 100
    sources = {c.source for c in session.examining.measurements.criteria}
    left = [text for text in shown if ENGLISH.search(text) and text not in sources]
    assert left == []
    session.opening.open_path(Path("cut.hea"))
    assert "enthalten sind 999 Abtastwerte je Ableitung" in window.middle.banner.text()
    assert not ENGLISH.search(window.middle.banner.text())


@pytest.mark.usefixtures("qapp")
def test_an_english_table_says_what_was_measured_as_it_was_said() -> None:
    found = examined(noisy())
    (row,) = [r for r in value_rows(found.measurements, {}, {}) if r.key == "qrs_ms"]
    assert found.measurements.values["qrs_ms"].method in row.how
