"""Every sample format: the same numbers as ``wfdb``'s, and any stretch by itself."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ecgviewer.io import ReadError, read_recording
from ecgviewer.io.errors import SampleError
from ecgviewer.io.wfdb import flac_samples
from ecgviewer.io.wfdb.files import find_data_files
from ecgviewer.io.wfdb.header import parse_header
from ecgviewer.io.wfdb.samples import MISSING, PACKINGS, SampleLayout
from ecgviewer.io.wfdb.whole import decode_whole
from tests.io.made_files import assert_recording_or_read_error, ecg_uv, write_formats

FLAC = ("508", "516", "524")


def write_header(folder, fmt, n_channels, n_frames, offset=0):
    path = folder / "rec.hea"
    names = ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"][:n_channels]
    lines = [f"rec.dat {fmt}+{offset} 1000/mV 16 0 0 0 0 {name}" for name in names]
    path.write_text("\n".join([f"rec {n_channels} 500 {n_frames}", *lines]))
    return path


def decoded(path, start=0, stop=None):
    """Return samples as they are read here, and as ``wfdb`` reads all of them."""
    header = parse_header(path, path.read_bytes())
    (file,) = find_data_files(path, header)
    n_frames = header.n_frames
    with file.path.open("rb") as opened:
        ours = file.layout.read(opened, start, n_frames if stop is None else stop)
    data = {file.name: file.read_bytes(path)}
    return ours, np.stack([*decode_whole(path, header, data, n_frames).values()])


@settings(max_examples=100)
@given(
    # wfdb 4.3 fails on 61, which is 16 with the bytes swapped.
    fmt=st.sampled_from(sorted(set(PACKINGS) - {"61"})),
    n_channels=st.integers(1, 5),
    n_frames=st.integers(1, 20),
    offset=st.integers(0, 3),
    stretch=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    seed=st.integers(0, 2**32 - 1),
)
@example(fmt="212", n_channels=1, n_frames=7, offset=0, stretch=(0.5, 1), seed=1)
@example(fmt="310", n_channels=1, n_frames=8, offset=1, stretch=(0.3, 1), seed=2)
@example(fmt="311", n_channels=5, n_frames=4, offset=0, stretch=(0.2, 0.8), seed=3)
def test_any_bytes_are_the_samples_that_wfdb_makes_of_them(
    tmp_path_factory, fmt, n_channels, n_frames, offset, stretch, seed
):
    folder = tmp_path_factory.mktemp("packed")
    packing = PACKINGS[fmt]
    groups = -(-n_channels * n_frames // packing.group_samples)
    random = np.random.default_rng(seed)
    data = random.integers(0, 256, (groups, packing.group_bytes), dtype=np.uint8)
    if fmt == "311":
        # The format leaves two bits unused, of which wfdb 4.3 takes one for a value's.
        data[:, 3] &= 0x3F
    (folder / "rec.dat").write_bytes(bytes(offset) + data.tobytes())
    path = write_header(folder, fmt, n_channels, n_frames, offset)
    start, stop = sorted(round(n_frames * place) for place in stretch)
    ours, theirs = decoded(path, start, stop)
    np.testing.assert_array_equal(ours, theirs[:, start:stop])
    np.testing.assert_array_equal(decoded(path)[0], theirs)


@settings(max_examples=40)
@given(
    fmt=st.sampled_from(FLAC),
    n_channels=st.integers(1, 5),
    stretch=st.tuples(st.integers(0, 9000), st.integers(0, 9000)),
    seed=st.integers(0, 2**32 - 1),
)
def test_any_stretch_of_flac_is_what_was_written(
    tmp_path_factory, fmt, n_channels, stretch, seed
):
    top = -MISSING[fmt]
    random = np.random.default_rng(seed)
    digital = random.integers(-top, top, (n_channels, 9000))
    digital[:, :2] = [-top, top - 1]
    path = write_formats(tmp_path_factory.mktemp("flac"), [fmt] * n_channels, digital)
    start, stop = sorted(stretch)
    ours, theirs = decoded(path, start, stop)
    np.testing.assert_array_equal(ours, digital[:, start:stop])
    np.testing.assert_array_equal(decoded(path)[0], theirs)


def test_flac_is_read_in_parts_as_libsndfile_needs_it(tmp_path, monkeypatch):
    path = write_formats(tmp_path, ["516"] * 3, ecg_uv()[:3])
    monkeypatch.setattr(flac_samples, "FRAMES_AT_ONCE", 7)
    np.testing.assert_array_equal(decoded(path)[0], ecg_uv()[:3])


def test_a_flac_record_may_begin_later_than_its_stream(tmp_path):
    write_formats(tmp_path, ["516"] * 3, ecg_uv()[:3])
    (tmp_path / "rec_516.dat").rename(tmp_path / "rec.dat")
    path = write_header(tmp_path, "516", 3, 900, offset=100)
    ours, theirs = decoded(path)
    np.testing.assert_array_equal(ours, ecg_uv()[:3, 100:])
    np.testing.assert_array_equal(theirs, ours)
    write_header(tmp_path, "516", 3, 901, offset=100)
    with pytest.raises(ReadError, match="holds 900 samples per lead"):
        read_recording(path)


# A group of nothing but the lowest value, after signal(5).
LOWEST = {
    **{"16": "0080", "61": "8000", "32": "00000080", "80": "00", "160": "0000"},
    **{"24": "000080", "212": "008800", "310": "00040084", "311": "00020820"},
}


@pytest.mark.parametrize("fmt", sorted(LOWEST))
def test_the_lowest_value_stands_for_a_missing_sample(tmp_path, fmt):
    packing = PACKINGS[fmt]
    data = bytes.fromhex(LOWEST[fmt]) * 40 + b"\x21" * packing.group_bytes * 40
    (tmp_path / "rec.dat").write_bytes(data)
    n_missing = 40 * packing.group_samples
    missing = np.isnan(
        read_recording(write_header(tmp_path, fmt, 1, 2 * n_missing)).signal_mv[0]
    )
    assert missing[:n_missing].all()
    assert not missing[n_missing:].any()


@pytest.mark.parametrize("fmt", FLAC)
def test_the_lowest_value_in_flac_stands_for_a_missing_sample(tmp_path, fmt):
    digital = (ecg_uv()[:2] // 16).astype(np.int32)
    digital[1, 50:60] = MISSING[fmt]
    signal = read_recording(write_formats(tmp_path, [fmt] * 2, digital)).signal_mv
    assert np.argwhere(np.isnan(signal[:2])).tolist() == [[1, k] for k in range(50, 60)]


def test_what_fills_the_last_group_is_not_taken_for_samples(tmp_path):
    path = write_formats(tmp_path, ["212"], ecg_uv()[:1, :999])
    data = tmp_path / "rec_212.dat"
    data.write_bytes(data.read_bytes()[:-1] + b"00")
    recording = read_recording(path)
    assert recording.n_samples == 999
    assert not any("holds" in warning for warning in recording.warnings)


@pytest.mark.parametrize("fmt", sorted(PACKINGS))
def test_a_byte_too_few_is_a_frame_too_few(tmp_path, fmt):
    packing = PACKINGS[fmt]
    path = write_header(tmp_path, fmt, 1, 100)
    size = packing.bytes_of(100)
    (tmp_path / "rec.dat").write_bytes(b"\x21" * size)
    assert read_recording(path).n_samples == 100
    (tmp_path / "rec.dat").write_bytes(b"\x21" * (size - 1))
    with pytest.raises(ReadError, match=r"holds 99 samples .* claims 100"):
        read_recording(path)


def damaged(data, at, bit=0):
    changed = bytearray(data)
    changed[at] ^= 1 << bit
    return bytes(changed)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda data: damaged(data, len(data) // 2), "FLAC stream is damaged"),
        (lambda data: data[: len(data) // 2], "FLAC stream"),
        (lambda data: data[:60], "FLAC stream is damaged"),
        (lambda data: data[:20], "no FLAC file, or only the beginning of one"),
        (lambda data: b"RIFF" + data[4:], "no FLAC file"),
        (lambda data: damaged(data, 20, 1), "4 channels and the header 3 signals"),
        (lambda data: damaged(data, 20, 0), "32 bits per sample, format 516 has 16"),
        (lambda data: data[:21] + b"\xf0" + bytes(4) + data[26:], "how many samples"),
    ],
)
def test_damaged_flac_is_a_sentence_that_names_file_place_and_reason(
    tmp_path, damage, reason
):
    path = write_formats(tmp_path, ["516"] * 3, ecg_uv()[:3])
    data = tmp_path / "rec_516.dat"
    data.write_bytes(damage(data.read_bytes()))
    with pytest.raises(ReadError, match=reason) as refused:
        read_recording(path)
    assert refused.value.path == path
    assert "rec_516.dat" in refused.value.place


def test_a_stream_of_more_bits_than_its_format_has_is_refused(tmp_path):
    path = write_formats(tmp_path, ["516"] * 3, ecg_uv()[:3])
    path.write_text(path.read_text().replace(" 516 ", " 508 "))
    with pytest.raises(ReadError, match="16 bits per sample, format 508 has 8"):
        read_recording(path)


@settings(max_examples=60)
@given(
    places=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 7)), max_size=3
    ),
    kept=st.floats(0, 1),
)
def test_any_damage_to_flac_gives_a_recording_or_a_read_error(
    tmp_path_factory, places, kept
):
    folder = tmp_path_factory.mktemp("damage")
    path = write_formats(folder, ["516"] * 3, ecg_uv()[:3])
    path_516 = folder / "rec_516.dat"
    data = path_516.read_bytes()
    for place, bit in places:
        # Half of them hit the stream's description.
        at = int(place * 100) if bit % 2 else int(place * len(data))
        data = damaged(data, at, bit)
    path_516.write_bytes(data[: round(kept**0.1 * len(data))])
    assert_recording_or_read_error(path)


def test_a_layout_whose_file_ends_before_says_so(tmp_path):
    (tmp_path / "rec.dat").write_bytes(bytes(10))
    with (tmp_path / "rec.dat").open("rb") as file, pytest.raises(SampleError):
        SampleLayout("16", 3, 0).read(file, 0, 2)


def test_reading_imports_no_library_of_other_formats(tmp_path):
    code = (
        "import sys; from ecgviewer.io import read_recording; "
        "read_recording(sys.argv[1]); "
        "print([m for m in ('wfdb', 'pydicom', 'pandas') if m in sys.modules])"
    )
    path = write_formats(tmp_path, ["516", "212", "212"], ecg_uv()[:3])
    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
