"""CSV and TSV: the leads in millivolts, or a sentence that says what to state."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ecgviewer.app import main
from ecgviewer.ecg.leads import INDEPENDENT_8, STANDARD_12
from ecgviewer.ecg.recording import Recording
from ecgviewer.io import preview_table, read_recording
from ecgviewer.io.cache.table_statements import KeptStatements
from ecgviewer.io.errors import ReadError, UnstatedError
from ecgviewer.io.folder import Walk, walk_on
from ecgviewer.io.table_statement import TableStatement
from tests.io.made_files import (
    assert_is_the_ecg,
    assert_survives_damage,
    ecg_uv,
    refusal,
    write_wfdb,
)


def table(
    names: Sequence[str] | None = STANDARD_12,
    *,
    above: str = "# fs_hz = 500\n# unit = uV\n",
    delimiter: str = ",",
    times: Sequence[str] | None = None,
    factor: float = 1.0,
    rows: np.ndarray | None = None,
) -> str:
    rows = ecg_uv() if rows is None else rows
    lines = [] if names is None else [delimiter.join(names)]
    for k, column in enumerate(rows.T):
        cells = [f"{value * factor:.6g}" for value in column]
        lines.append(delimiter.join([*([] if times is None else [times[k]]), *cells]))
    return above + "\n".join(lines) + "\n"


def write(
    folder: Path, text: str, *, beside: object = None, name: str = "ecg.csv"
) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    if beside is not None:
        said = beside if isinstance(beside, str) else json.dumps(beside)
        path.with_suffix(".json").write_text(said)
    return path


def assert_holds_the_ecg(recording: Recording) -> None:
    assert (recording.leads, recording.fs) == (STANDARD_12, 500.0)
    np.testing.assert_allclose(recording.signal_mv, ecg_uv() / 1000, atol=1e-6)


def assert_read(path: Path) -> None:
    assert_is_the_ecg(read_recording(path), step_mv=0.001)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_known_samples_come_back_with_what_stands_above_them(tmp_path, delimiter):
    path = write(tmp_path, table(delimiter=delimiter))
    assert_read(path)
    recording = read_recording(path)
    assert recording.source.format == "CSV"
    assert recording.warnings == recording.acquisition == ()


def test_what_is_missing_may_be_stated_beside_the_table(tmp_path):
    said = {"fs_hz": 500, "unit": "uV", "age_years": 63, "sex": "Female", "other": 1}
    path = write(tmp_path, table(above=""), beside=said)
    assert_read(path)
    recording = read_recording(path)
    assert (recording.patient.age_years, recording.patient.sex) == (63, "female")
    before = recording.source.sha256
    write(tmp_path, table(above=""), beside={"fs_hz": 500, "unit": "uV"})
    assert read_recording(path).source.sha256 != before


def test_names_beside_a_table_of_numbers_alone(tmp_path):
    said = {"fs_hz": 500, "unit": "uV", "columns": list(STANDARD_12)}
    assert_read(write(tmp_path, table(None, above=""), beside=said))


@pytest.mark.parametrize("form", ["{} [uV]", "{}_uV", "{} (µV)", '"{} [uV]"'])
def test_a_columns_name_may_end_in_its_unit(tmp_path, form):
    names = [form.format(name) for name in STANDARD_12]
    assert_read(write(tmp_path, table(names, above="# fs_hz: 500\n")))


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("time_s", [f"{k / 500:.4g}" for k in range(1000)]),
        ("t [ms]", [f"{10_000 + 2 * k}" for k in range(1000)]),
        ("Time (s)", [f"{k / 500 + 1e-4 * (k % 2):.4f}" for k in range(1000)]),
    ],
)
def test_a_column_of_times_gives_the_rate(tmp_path, name, times):
    text = table([name, *STANDARD_12], above="# unit = uV\n", times=times)
    assert_read(write(tmp_path, text))


def test_a_count_of_samples_is_no_lead(tmp_path):
    text = table(["", *STANDARD_12], times=[str(k) for k in range(1000)])
    path = write(tmp_path, text)
    assert_read(path)
    assert read_recording(path).acquisition == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_the_usual_encodings_and_line_ends_are_read(tmp_path, encoding):
    text = table(above="# Gerät µ\n# fs_hz = 500\n\n# unit = uV\n")
    path = tmp_path / "ecg.csv"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    assert_read(path)


def test_a_comma_may_be_decimal_where_it_does_not_part_columns(tmp_path):
    text = table(delimiter=";", factor=0.001, above="").replace(".", ",")
    assert_read(write(tmp_path, f"# fs_hz = 500\n# unit = mV\n{text}"))


def test_missing_values_are_missing_samples(tmp_path):
    lines = table().splitlines()
    cells = lines[10].split(",")
    lines[10] = ",".join(["", "NaN", *cells[2:]])
    recording = read_recording(write(tmp_path, "\n".join(lines)))
    where = np.argwhere(np.isnan(recording.signal_mv)).tolist()
    assert where == [[0, 7], [1, 7]]
    assert recording.n_samples == 1000


def test_limb_leads_that_are_not_there_are_derived_and_said_to_be(tmp_path):
    rows = ecg_uv()[[STANDARD_12.index(lead) for lead in INDEPENDENT_8]]
    recording = read_recording(write(tmp_path, table(INDEPENDENT_8, rows=rows)))
    assert recording.derived_leads == ("III", "aVR", "aVL", "aVF")
    assert np.abs(recording.signal_mv - ecg_uv() / 1000).max() <= 0.00151


def test_an_unknown_unit_is_never_called_millivolts(tmp_path):
    recording = read_recording(write(tmp_path, table().replace("= uV", "= adu")))
    assert not recording.unit_is_mv


BARE = table(above="")
UNEVEN = [f"{k / 500 + (0.002 if k > 600 else 0):.4g}" for k in range(1000)]
STOPPED = ["0"] * 1000


@pytest.mark.parametrize(
    ("text", "beside", "place", "reason"),
    [
        (BARE, None, "sampling frequency", "write “# fs_hz = 500” as its first line"),
        ("# fs_hz = 500\n" + BARE, None, "unit", "write “# unit = mV” as its first"),
        (table(None), None, "columns", "write a row of 12 names above"),
        (table(None), {"columns": ["I"]}, "columns", "write a row of 12 names"),
        (table(None), {"columns": "I"}, "columns", "write a row of 12 names"),
        (table(above="# fs_hz = fast\n"), None, "sampling frequency", "none; 50 to"),
        (table(above="# fs_hz = 5\n"), None, "sampling frequency", "5 Hz; 50 to"),
        (table(), {"fs_hz": 250}, "“fs_hz”", "contradicts itself: 500 and 250"),
        (BARE, "[1]", "the .json file beside it", "not a JSON object"),
        (BARE, "{", "the .json file beside it", "not a JSON object"),
        (table() + "1,2\n", None, "line 1004", "2 values, while there are 12"),
        (table() + ",".join("x" * 12) + "\n", None, "line 1004", "“x” is no number"),
        (table() + ",".join(["inf"] * 12), None, "recording", "infinite"),
        ("# fs_hz = 500\n\n", None, "whole file", "no numbers"),
        ("# fs_hz = 500\nI,II\n", None, "whole file", "no numbers"),
        (table(["I", *STANDARD_12[:11]]), None, "leads", "stored more than once: I"),
        ("I," * 70 + "\n", None, "whole file", "no numbers"),
        ("I," * 1001 + "\n", None, "columns", "there are 1002"),
        (
            table(["time_s", *STANDARD_12], times=UNEVEN),
            *(None, "column of times", "even steps"),
        ),
        (
            table(["time_s", *STANDARD_12], times=STOPPED),
            *(None, "column of times", "even steps"),
        ),
        (
            table(["time_ms", *STANDARD_12], times=[str(k) for k in range(1000)]),
            *(None, "sampling frequency", "contradicts itself: 500 and 1000"),
        ),
        (
            table(["time", *STANDARD_12], times=UNEVEN, above="# unit = mV\n"),
            *(None, "sampling frequency", "call the column of times “time_s”"),
        ),
    ],
)
def test_what_is_not_stated_is_asked_for(tmp_path, text, beside, place, reason):
    error = refusal(write(tmp_path, text, beside=beside))
    assert error.place == place
    assert reason in error.reason


ALL_OF_IT = TableStatement(500.0, "uV", STANDARD_12)


def test_whoever_opens_a_table_may_state_what_it_lacks(tmp_path):
    path = write(tmp_path, table(None, above=""))
    recording = read_recording(path, ALL_OF_IT)
    assert_holds_the_ecg(recording)
    assert recording.warnings == (
        "The sampling frequency, 500 Hz, is stated by hand.",
        "The unit “uV” is stated by hand.",
        "The columns are named by hand.",
    )
    other = read_recording(path, TableStatement(250.0, "uV", STANDARD_12))
    assert other.source.sha256 != recording.source.sha256


def test_a_column_that_is_left_out_may_hold_anything(tmp_path):
    clock = [f"12:00:{k % 60:02d}" for k in range(1000)]
    path = write(tmp_path, table(["clock", *STANDARD_12], times=clock))
    assert refusal(path).reason == "“12:00:00” is no number"
    stated = TableStatement(columns=("", *STANDARD_12))
    assert_holds_the_ecg(read_recording(path, stated))


@pytest.mark.parametrize(
    ("stated", "place", "reason"),
    [
        (TableStatement(fs_hz=250.0), "“fs_hz”", "the file says 500, while 250.0"),
        (TableStatement(unit="mV"), "“unit”", "the file says uV, while mV is stated"),
        (TableStatement(columns=("I",)), "columns", "1 are named, while there are 12"),
    ],
)
def test_what_is_stated_must_fit_the_table(tmp_path, stated, place, reason):
    with pytest.raises(ReadError) as caught:
        read_recording(write(tmp_path, table()), stated)
    assert caught.value.place == place
    assert reason in caught.value.reason


def test_what_was_stated_holds_for_tables_with_the_same_head_alone(tmp_path):
    kept = KeptStatements(tmp_path / "kept" / "tables.json")
    path = write(tmp_path, table(above=""))
    with pytest.raises(UnstatedError):
        read_recording(path, kept)
    kept.keep(preview_table(path).key, TableStatement(500.0, "uV"))
    half = write(tmp_path, table(above="", factor=0.5), name="half.csv")
    assert read_recording(half, kept).fs == 500.0
    for others in (STANDARD_12[::-1], None):
        path = write(tmp_path, table(others, above=""), name="other.csv")
        with pytest.raises(UnstatedError):
            read_recording(path, kept)
    assert read_recording(write(tmp_path, table()), kept).warnings == ()
    (tmp_path / "kept" / "tables.json").write_text("[")
    with pytest.raises(UnstatedError):
        read_recording(half, kept)


def test_a_preview_shows_how_a_table_begins(tmp_path):
    names = ["time_s", "I [uV]", "clock"]
    rows = [f"{k / 250},{k},12:0{k}" for k in range(8)]
    preview = preview_table(write(tmp_path, "\n".join([",".join(names), *rows])))
    assert preview.names == ("time [s]", "I [uV]", "clock")
    assert preview.rows[1] == ("0.004", "1", "12:01")
    assert (preview.fs_hz, preview.unit, preview.stated) == (None, "", None)
    assert preview.numbers[1].tolist() == list(range(8))
    assert np.isnan(preview.numbers[2]).all()


def test_a_command_is_told_by_options(tmp_path, capsys):
    path, out = write(tmp_path, table(None, above="")), tmp_path / "out.csv"
    told = ["--fs", "500", "--unit", "uV", "--columns", ",".join(STANDARD_12)]
    assert main(["convert", str(path), "-o", str(out)]) == 1
    assert "the first row names no leads" in capsys.readouterr().err
    assert main(["convert", str(path), "-o", str(out), *told]) == 0
    assert_holds_the_ecg(read_recording(out))


def test_a_folder_lists_tables_of_leads_and_no_others(tmp_path):
    write(tmp_path, table(), name="a.csv")
    write(tmp_path, BARE.replace(",", "\t"), name="b.TSV")
    write(tmp_path, "patient,age,I10\n1,2,3\n", name="labels.csv")
    write_wfdb(tmp_path, ecg_uv(), comments="# fs_hz = 500\n")
    (listed,) = [walk_on(Walk(((tmp_path, 0),)))]
    names = [entry.path.name for entry in listed.entries]
    assert names == ["a.csv", "b.TSV", "rec.hea"]
    assert read_recording(tmp_path / "rec.hea").source.format == "WFDB"


def test_damage_gives_a_recording_or_a_read_error(tmp_path):
    assert_survives_damage(write(tmp_path, table(rows=ecg_uv()[:, :150])))


def test_the_genuine_file_is_refused_until_its_rate_and_unit_are_stated(
    shared_data, tmp_path
):
    genuine = shared_data / "formats" / "csv" / "ecg.csv"
    assert refusal(genuine).place == "sampling frequency"
    text = genuine.read_text()
    path = write(tmp_path, text, beside={"fs_hz": 500, "unit": "mV"})
    recording = read_recording(path)
    assert recording.leads == STANDARD_12
    assert (recording.n_samples, recording.unit_is_mv) == (5000, True)
    assert recording.warnings == ()
    assert recording.lead("V2")[1] == pytest.approx(-0.13176)
    assert recording.resolution_mv == pytest.approx(0.00244)
