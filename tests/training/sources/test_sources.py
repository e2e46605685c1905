"""Data sets in their official form: what each folder is taken for, and as what read."""

from pathlib import Path

import numpy as np
import pytest

from ecgviewer.ai.clear.tokens import TokenConfig
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.io.errors import ReadError
from tests.training.made_sets import (
    MIMIC_LEADS,
    ecg,
    make_challenge,
    make_code15,
    make_mimic,
    make_ptbxl_table,
    write_table,
    write_wfdb,
)
from training.sources import layout_of, list_entries, listed_not_there, read_entry
from training.sources.entries import UNPLACED_FOLD
from training.store.split import Split
from training.store.tokenising import tokenise_entry

SHARED = Path("../shared/data")


def test_ptbxl_is_read_by_its_table(tmp_path):
    folder = make_ptbxl_table(tmp_path / "any name", [1, 9, 10])
    entries = list_entries([folder])
    assert [e.fold for e in entries] == [1, 9, 10]
    assert [e.patient for e in entries] == [f"ptbxl-{k}.0" for k in (100, 101, 102)]
    assert entries[0].codes == {"NORM", "SR"}
    assert entries[1].place == "records500/00000/00002_hr.hea"


def test_mimic_has_patients_and_its_leads_are_told_by_name(tmp_path):
    folder = make_mimic(tmp_path / "x", [(10000032, 40689238), (10000032, 44458630)])
    entries = list_entries([folder])
    assert layout_of(folder).title == "MIMIC-IV-ECG"
    assert {e.patient for e in entries} == {"mimic-10000032"}
    recording = read_entry(entries[0])
    assert recording.leads == STANDARD_12
    np.testing.assert_allclose(recording.signal_mv, ecg(40689238), atol=1e-3)
    _, _, facts = tokenise_entry(entries[0], TokenConfig())
    assert tuple(facts["leads"]) == MIMIC_LEADS


def test_mimic_without_a_record_list_is_read_by_its_measurements(tmp_path):
    folder = make_mimic(tmp_path / "x", [(10000032, 40689238)])
    (folder / "record_list.csv").unlink()
    row = {"subject_id": 10000032, "study_id": 40689238, "report_0": "Sinus rhythm"}
    write_table(folder / "machine_measurements.csv", [row])
    assert [e.record for e in list_entries([folder])] == ["40689238"]


def test_code15_is_read_without_its_padding(tmp_path):
    pytest.importorskip("h5py")
    folder = make_code15(tmp_path, [(1169160, 523632), (2873686, 1724173)])
    entries = list_entries([folder])
    assert [(e.record, e.row) for e in entries] == [("1169160", 0), ("2873686", 1)]
    assert entries[0].patient == "code15-523632"
    assert (entries[0].age_years, entries[0].sex) == (38.0, "male")
    assert entries[0].diagnoses == {"1dAVb"}
    recording = read_entry(entries[1])
    assert recording.fs == 400
    assert recording.duration_s == pytest.approx(7.0, abs=0.01)
    expected = ecg(2873686)[:, :3500:5]  # every 4th sample at 400 Hz
    np.testing.assert_allclose(recording.signal_mv[:, ::4], expected, atol=2e-3)
    assert any("0.1 mV" in warning for warning in recording.warnings)


def test_code15_refuses_a_row_of_zeros(tmp_path):
    h5py = pytest.importorskip("h5py")
    folder = make_code15(tmp_path, [(1169160, 523632)])
    with h5py.File(folder / "exams_part0.hdf5", "r+") as part:
        part["tracings"][0] = 0
    (entry,) = list_entries([folder])
    with pytest.raises(ReadError, match="zeros only"):
        read_entry(entry)


def test_challenge_sets_are_named_by_folder_and_keep_their_codes(tmp_path):
    make_challenge(tmp_path / "training/georgia/g1", {"E00001": "59118001,164889003"})
    make_challenge(tmp_path / "training/cpsc_2018/g1", {"A0001": "RBBB"})
    entries = list_entries([tmp_path / "training"])
    assert [e.name for e in entries] == ["cpsc2018/A0001", "georgia/E00001"]
    assert entries[1].diagnoses == {"59118001", "164889003"}
    assert entries[0].diagnoses == {"RBBB"}
    assert (entries[0].age_years, entries[0].sex) == (74.0, "female")
    assert entries[0].patient != entries[1].patient


def test_one_challenge_set_is_named_by_its_own_folder(tmp_path):
    folder = make_challenge(tmp_path / "georgia", {"E00001": "426783006"})
    assert list_entries([folder])[0].name == "georgia/E00001"


def test_copies_of_ptbxl_take_patient_and_fold_from_its_table(tmp_path):
    table = make_ptbxl_table(tmp_path / "ptbxl", [1, 10, 9])
    names = {"HR00001": "426783006", "HR00002": "426783006", "HR00009": "426783006"}
    copies = make_challenge(tmp_path / "WFDB_PTBXL", names)
    entries = list_entries([table, copies])
    known = {e.name: (e.fold, e.patient) for e in entries}
    assert known["ptbxl_challenge/HR00001"] == (1, "ptbxl-100.0")
    assert known["ptbxl_challenge/HR00002"] == (10, "ptbxl-101.0")
    assert known["ptbxl_challenge/HR00009"][0] == UNPLACED_FOLD
    train = {e.record for e in Split(entries).train}
    assert train == {"1", "HR00001"}


def test_copies_of_ptbxl_without_its_table_are_not_learnt_from(tmp_path):
    copies = make_challenge(tmp_path / "ptb-xl/g1", {"HR00001": "426783006"})
    split = Split(list_entries([copies.parent]))
    assert not split.learning
    assert "PTB-XL's table" in split.left_out["ptbxl_challenge/HR00001"]


def test_cinc2011_and_ludb_are_recognised(tmp_path):
    cinc = tmp_path / "set"
    write_wfdb(cinc / "set-a", "1005639", ecg(1))
    (cinc / "set-a" / "RECORDS-acceptable").write_text("1005639\n")
    ludb = tmp_path / "lobachevsky"
    write_wfdb(ludb / "data", "1", ecg(2))
    row = {"ID": 1, "Sex": "F\n", "Age": ">89\n", "Rhythms": "Sinus rhythm"}
    write_table(ludb / "ludb.csv", [row])
    entries = list_entries([cinc, ludb])
    assert [e.name for e in entries] == ["cinc2011/1005639", "ludb/1"]
    assert (entries[1].age_years, entries[1].sex) == (89.0, "female")


def test_recordings_that_a_table_lists_and_that_are_not_there_are_counted(tmp_path):
    ptbxl = make_ptbxl_table(tmp_path / "ptbxl", [1, 9, 10])
    mimic = make_mimic(tmp_path / "mimic", [(10000032, 1), (10000033, 2)])
    ludb = tmp_path / "ludb"
    for name in ("1", "2"):
        write_wfdb(ludb / "data", name, ecg(2))
    write_table(ludb / "ludb.csv", [{"ID": k, "Sex": "F", "Age": 60} for k in (1, 2)])
    plain = tmp_path / "plain"
    write_wfdb(plain, "a", ecg(3))
    folders = [ptbxl, mimic, ludb, plain]
    assert listed_not_there(folders, list_entries(folders)) == {}
    for name in ("ptbxl/records500/00000/00001_hr.hea", "ludb/data/2.hea"):
        (tmp_path / name).unlink()
    next(mimic.rglob("2.hea")).unlink()
    absent = {"ludb": 1, "mimic-iv-ecg": 1, "ptbxl": 1}
    assert listed_not_there(folders, list_entries(folders)) == absent


def test_exams_of_parts_that_are_not_there_are_counted(tmp_path):
    pytest.importorskip("h5py")
    folder = make_code15(tmp_path, [(1169160, 523632)])
    assert listed_not_there([folder], list_entries([folder])) == {}
    table = folder / "exams.csv"
    table.write_text(table.read_text() + table.read_text().splitlines()[1] + "\n")
    rows = table.read_text().splitlines()
    rows[-1] = rows[-1].replace("1169160", "5")
    table.write_text("\n".join(rows) + "\n")
    assert listed_not_there([folder], list_entries([folder])) == {"code15": 1}


def test_other_folders_are_read_as_wfdb_records(tmp_path):
    folder = tmp_path / "own"
    for place in ("a", "b"):
        write_wfdb(folder / place, "rest", ecg(1))
    assert [e.name for e in list_entries([folder])] == ["own/a/rest", "own/b/rest"]


@pytest.mark.parametrize("what", ["nothing", "an empty folder", "a table alone"])
def test_folders_without_recordings_are_an_error(tmp_path, what):
    folder = tmp_path / "x"
    if what == "an empty folder":
        folder.mkdir()
    if what == "a table alone":
        make_ptbxl_table(folder, [1], present=False)
    with pytest.raises(FileNotFoundError, match=r"no such folder|recordings"):
        list_entries([folder])


def test_a_folder_given_twice_is_an_error(tmp_path):
    folder = make_challenge(tmp_path / "georgia", {"E00001": "426783006"})
    with pytest.raises(ValueError, match="more than one"):
        list_entries([folder, folder])


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data is not here")
@pytest.mark.parametrize(
    ("name", "title", "count"),
    [
        ("ptbxl", "PTB-XL", 1624),
        ("cinc2011", "CinC Challenge 2011", 814),
        ("ludb", "LUDB", 150),
        ("cpsc2018", "CinC Challenge 2020/2021", 78),
        ("cpsc_extra", "CinC Challenge 2020/2021", 29),
        ("georgia", "CinC Challenge 2020/2021", 37),
        ("chapman_ningbo", "CinC Challenge 2020/2021", 38),
        ("ptb_diagnostic", "CinC Challenge 2020/2021", 3),
    ],
)
def test_the_shared_sets_are_recognised(name, title, count):
    folder = SHARED / name
    entries = list_entries([folder])
    assert layout_of(folder).title == title
    assert len(entries) == count
    assert {e.dataset for e in entries} == {name}
