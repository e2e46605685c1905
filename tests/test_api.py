"""``import ecgviewer``: light, documented, and what the program itself says."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import ecgviewer as ev
from ecgviewer import convert
from ecgviewer.api.statement_names import StatementError, find_statement
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.io.dicom.format import bundled_example
from tests.ai.tiny import tiny_resnet
from tests.synthetic import regular_r_times, synthetic_recording

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "api.md"
HEAVY = ("PySide6", "torch", "scipy", "pandas", "mne", "pyarrow")


@pytest.fixture(scope="module")
def recording():
    return synthetic_recording(regular_r_times(60), noise_mv=0.02)


@pytest.fixture(scope="module")
def analysis(recording):
    return ev.analyze(recording, model=tiny_resnet())


def documented(section: str) -> set[str]:
    """Return the names in the first column of a section's table."""
    part = PAGE.read_text(encoding="utf-8").split(f"\n## `{section}`\n")[1]
    table = part.split("\n## ")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    return {name for cell in cells for name in re.findall(r"`(\w+)", cell)}


@pytest.mark.parametrize("module", [ev, convert])
def test_the_page_names_what_is_public_and_nothing_else(module):
    assert documented(module.__name__) == set(module.__all__)
    for name in module.__all__:
        assert hasattr(module, name)
        assert name in dir(module)


def loaded_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    ours = {name for name in done.stdout.split() if name.startswith("ecgviewer.")}
    return ours | {name.split(".")[0] for name in done.stdout.split()}


def test_reading_and_converting_load_neither_qt_nor_torch():
    path = str(bundled_example())
    code = (
        f"import ecgviewer as ev; rec = ev.read({path!r}); ev.Recording; ev.ReadError; "
        "ev.convert.from_numpy(ev.convert.to_numpy(rec), rec.fs, rec.leads)"
    )
    assert loaded_after(code).isdisjoint(HEAVY)


def test_importing_loads_one_module_and_the_standard_library():
    added = loaded_after("import ecgviewer") - loaded_after("pass")
    assert added <= {"ecgviewer"} | set(sys.stdlib_module_names)


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'analyse'"):
        ev.analyse  # noqa: B018


def test_a_former_name_works_and_warns(monkeypatch):
    monkeypatch.setitem(ev._RENAMED, "open", "read")
    with pytest.warns(DeprecationWarning, match=r"open is called ecgviewer\.read"):
        assert ev.open is ev.read


# ------------------------------------------------------------------ analyze, explain


def test_an_analysis_is_what_the_command_prints(analysis):
    said = analysis.to_dict()
    assert [f["code"] for f in said["findings"]] == [f.code for f in analysis.findings]
    assert set(said["measurements"]) == set(analysis.measurements)
    assert len(said["beats"]) == len(analysis.beats) == 10
    assert "fiducials" not in said
    assert analysis.to_row()["p_MI"] == pytest.approx(
        analysis.prediction.finding("MI").probability, abs=1e-3
    )
    assert "fiducials" in analysis.to_dict(fiducials=True)


def test_a_table_of_an_analysis_has_each_value_with_its_interval(analysis):
    frame = analysis.to_frame()
    rate = frame[(frame.kind == "measurement") & (frame.key == "heart_rate_bpm")]
    assert rate.value.item() == pytest.approx(60, abs=0.5)
    assert rate.low.item() <= rate.value.item() <= rate.high.item()
    per_lead = frame[(frame.kind == "lead measurement") & (frame.key == "r_mv")]
    assert set(per_lead.lead) == set(STANDARD_12)
    stated = frame[frame.kind == "statement"]
    assert list(stated.key) == [f.code for f in analysis.findings]
    assert set(frame[frame.kind == "criterion"].key) >= {"lbbb"}
    measured = frame[frame.kind.str.endswith("measurement")]
    assert measured[measured.value.isna()].reason.ne("").all()


def test_evidence_adds_up_in_the_table_as_well(recording):
    found = ev.explain(recording, "infarction", method="owen", model=tiny_resnet())
    assert found.code == "MI"
    item = found.answer
    total = found.to_frame().contribution.sum()
    assert total == pytest.approx(item.logit - item.baseline_logit, abs=1e-4)
    assert found.finding.logit == pytest.approx(item.logit, abs=1e-5)


def test_of_two_methods_each_has_its_table(recording):
    found = ev.explain(recording, "MI", method=["owen", "ig"], model=tiny_resnet())
    np.testing.assert_allclose(
        found.to_frame("ig").contribution.to_numpy().reshape(12, -1),
        found.answers["ig"].beats,
        rtol=1e-5,
        atol=1e-9,
    )


def test_where_no_method_has_an_answer_it_is_said_why(recording):
    with pytest.raises(ev.EvidenceError, match="gradcam: rr reads no signal"):
        ev.explain(recording, "SR", method="gradcam", model="rr")


LABELS = {
    "IMI": "inferior myocardial infarction",
    "ILMI": "inferolateral myocardial infarction",
    "MI": "myocardial infarction",
    "AFIB": "atrial fibrillation",
    "CLBBB": "complete left bundle branch block",
    "ILBBB": "incomplete left bundle branch block",
    "1AVB": "first degree AV block",
}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("IMI", "IMI"),
        (" imi ", "IMI"),
        ("inferior MI", "IMI"),
        ("Inferior infarct", "IMI"),
        ("myocardial infarction", "MI"),
        ("atrial fib", "AFIB"),
        ("AF", "AFIB"),
        ("complete LBBB", "CLBBB"),
        ("1st degree AV block", "1AVB"),
    ],
)
def test_a_statement_is_found_by_code_or_words(said, code):
    assert find_statement(said, LABELS) == code


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("left bundle branch block", "may be any of CLBBB .*, ILBBB"),
        ("inferior MI and more", r"near it are .*IMI \(inferior myocardial"),
        ("atrail fibrilation", r"no atrail fibrilation; near it are AFIB"),
        ("???", "there are IMI, ILMI"),
    ],
)
def test_a_statement_that_is_none_or_several_is_not_guessed(said, message):
    with pytest.raises(StatementError, match=message):
        find_statement(said, LABELS)


def test_statements_of_a_model_are_told_without_loading_it():
    known = ev.statements("rr")
    assert known["AFIB"] == "atrial fibrillation"
    assert set(known) <= set(ev.statements())
    with pytest.raises(ev.BundleError, match="no model “none” is installed"):
        ev.statements("none")


# ---------------------------------------------------------------------------- pages


def test_a_page_is_saved_in_each_format(qapp, analysis, tmp_path):
    page = ev.plot(analysis, layout="3x4")
    for suffix, start in (("pdf", b"%PDF"), ("svg", b"<?xml"), ("png", b"\x89PNG")):
        (written,) = page.save(tmp_path / f"page.{suffix}", dpi=50)
        assert written.read_bytes().startswith(start)
    assert page._repr_png_().startswith(b"\x89PNG")
    assert page.content.measurements
    assert not ev.plot(analysis.recording).content.measurements


def test_evidence_stands_on_the_page_as_owen_values_only(recording):
    model = tiny_resnet()
    found = ev.explain(recording, "MI", model=model)
    assert ev.plot(recording, evidence=found).content.evidence is found.answer
    other = ev.explain(recording, "MI", method="ig", model=model)
    with pytest.raises(ValueError, match="Owen values alone"):
        ev.plot(recording, evidence=other)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"layout": "7x7"}, "layout: no 7x7; there are .*3x4"),
        ({"size": "A3"}, "size: no A3; there are A4, Letter"),
        ({"speed_mm_per_s": 26.0}, "speed_mm_per_s: no 26.0; there are .*25"),
        ({"start_s": 11.0}, "start_s: the recording lasts 10.0 s"),
    ],
)
def test_a_page_that_cannot_be_is_refused_in_a_sentence(recording, choice, message):
    with pytest.raises(ValueError, match=message):
        ev.plot(recording, **choice)
    with pytest.raises(ValueError, match=r"page.txt: pages are written as \.pdf"):
        ev.plot(recording).save("page.txt")


# ----------------------------------------------------------------------- converters


def same(one, other):
    assert one.leads == other.leads
    assert one.fs == other.fs
    assert one.unit_is_mv == other.unit_is_mv
    np.testing.assert_allclose(one.signal_mv, other.signal_mv, rtol=1e-5, atol=1e-6)


def test_there_and_back_again_is_the_same_recording(recording):
    pytest.importorskip("mne")
    there = {
        "numpy": (convert.to_numpy, lambda x: convert.from_numpy(x, recording.fs)),
        "pandas": (convert.to_pandas, convert.from_pandas),
        "wfdb": (convert.to_wfdb, convert.from_wfdb),
        "mne": (convert.to_mne, convert.from_mne),
    }
    for go, back in there.values():
        same(back(go(recording)), recording)


def test_units_become_millivolts_and_limb_leads_are_derived(recording):
    eight = [name for name in STANDARD_12 if name not in ("III", "aVR", "aVL", "aVF")]
    microvolts = 1000 * convert.to_numpy(recording, eight)
    found = convert.from_numpy(microvolts, recording.fs, eight, unit="uV")
    assert found.derived_leads == ("III", "aVR", "aVL", "aVF")
    np.testing.assert_allclose(found.signal_mv, recording.signal_mv, atol=1e-4)
    unknown = convert.from_numpy(microvolts, 500, eight, unit="")
    assert not unknown.unit_is_mv
    with pytest.raises(ValueError, match="not a voltage"):
        convert.to_mne(unknown)


def test_what_wfdb_writes_is_read_as_it_was(recording, tmp_path):
    record = convert.to_wfdb(recording, "made")
    record.set_d_features(do_adc=True)
    record.set_defaults()
    record.wrsamp(write_dir=str(tmp_path))
    found = ev.read(tmp_path / "made.hea")
    assert found.leads == recording.leads
    np.testing.assert_allclose(found.signal_mv, recording.signal_mv, atol=2e-3)


def test_mne_gives_volts_and_other_kinds_of_channels_are_left_out(recording):
    mne = pytest.importorskip("mne")
    raw = convert.to_mne(recording)
    assert raw.get_data()[1].max() == pytest.approx(1e-3 * recording.signal_mv[1].max())
    info = mne.create_info(["I", "II", "EEG1"], 500.0, ["ecg", "ecg", "eeg"])
    mixed = mne.io.RawArray(np.ones((3, 1000)) * 1e-3, info, verbose="error")
    found = convert.from_mne(mixed)
    assert found.leads[:2] == ("I", "II")
    assert found.signal_mv[0, 0] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("signal", "options", "message"),
    [
        (np.zeros((1000, 12)), {}, "array: leads: .* transpose it"),
        (np.zeros((3, 1000)), {}, "array: leads: 3 rows, 12 names"),
        (np.zeros(1000), {}, r"array: signal: it has shape \(1000,\)"),
        ([["a"]], {}, "array: signal: not an array of numbers"),
        (np.zeros((12, 1000)), {"fs_hz": 5}, "sampling frequency: 5 Hz is outside"),
        (np.full((12, 99), np.inf), {}, "array: recording: .*infinite"),
    ],
)
def test_an_array_that_is_no_ecg_is_refused_with_place_and_reason(
    signal, options, message
):
    with pytest.raises(ev.ReadError, match=message):
        convert.from_numpy(signal, **{"fs_hz": 500.0, **options})


def test_a_table_tells_its_sampling_frequency_if_its_times_are_even(recording):
    pandas = pytest.importorskip("pandas")
    frame = convert.to_pandas(recording)
    frame.index = pandas.to_timedelta(frame.index, unit="s")
    assert convert.from_pandas(frame).fs == recording.fs
    with pytest.raises(ev.ReadError, match="table: index: times are not evenly"):
        convert.from_pandas(frame.drop(frame.index[100]))
    with pytest.raises(ev.ReadError, match=r"table: index: .*neither a time in s nor"):
        convert.from_pandas(frame.set_index(frame.index.astype(str)))


def test_peaks_go_to_neurokit_and_back(analysis):
    info = convert.to_neurokit(analysis)
    back = convert.from_neurokit(info)
    np.testing.assert_array_equal(back.r_peaks, analysis.beats.r_peaks)
    assert back.fs == analysis.recording.fs
    for wave in ("ECG_P_Onsets", "ECG_T_Offsets", "ECG_R_Onsets"):
        assert len(info[wave]) == len(back)
    known = np.isfinite(info["ECG_R_Onsets"])
    assert known.sum() > 5
    assert (info["ECG_R_Onsets"][known] < back.r_peaks[known]).all()


def test_a_beat_that_was_not_delineated_has_no_waves(analysis):
    fiducials = analysis.examined.fiducials
    fewer = replace(
        fiducials,
        r_peaks_s=fiducials.r_peaks_s[1:],
        common_s=fiducials.common_s[1:],
        per_lead_s=fiducials.per_lead_s[1:],
        p_probability=None,
    )
    less = replace(analysis, examined=replace(analysis.examined, fiducials=fewer))
    assert np.isnan(convert.to_neurokit(less)["ECG_R_Onsets"][0])


def test_peaks_without_what_they_need_are_refused():
    with pytest.raises(ValueError, match="no ECG_R_Peaks; there are x"):
        convert.from_neurokit({"x": []})
    with pytest.raises(ValueError, match="no sampling_rate; give fs_hz"):
        convert.from_neurokit({"ECG_R_Peaks": [1, 2]})
    beats = convert.from_neurokit({"ECG_R_Peaks": [9, np.nan, 500]}, 250)
    assert isinstance(beats, BeatList)
    assert list(beats.r_peaks) == [9, 500]
