"""What other viewers got wrong, one test each, named after what went wrong there.

Some stand with what they test: leads drawn twice or dropped in ecg/test_layouts.py,
calibration samples of Philips XML in io/test_philips_xml.py, inches on paper in
test_page.py, ten thousand annotations in test_annotations.py, small and enlarged
windows in test_arrangement.py, evidence of nil in test_evidence.py.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.page.paper import MM_PER_INCH
from ecgviewer.ecg.recording import Recording, Source
from ecgviewer.io import read_recording
from ecgviewer.ui.look.screens import reported_scale
from ecgviewer.ui.paper.plot import plan_plot
from tests.io.made_files import (
    dicom_channel,
    dicom_group,
    ecg_uv,
    write_dicom,
    write_wfdb,
)
from tests.synthetic import synthetic_recording
from tests.ui.conftest import Desk
from tests.ui.look.test_screens import FakeScreen
from tests.ui.paper_pixels import cell_of, ink, ink_height_px

PX_PER_MM = 4.0


def pulses_uv() -> np.ndarray:
    """Return twelve leads of 10 s, lead I at 0 and 1 mV in turn."""
    signal = np.zeros((12, 5000), dtype=np.int16)
    signal[0] = 1000 * (np.arange(5000) // 50 % 2)
    return signal


@pytest.mark.parametrize(
    ("gain", "steps_per_mv"),
    [("1000/mV", 1000), ("200/mV", 200), ("1/uV", 1000), ("2000000/V", 2000)],
)
def test_a_small_box_is_a_tenth_of_a_millivolt_whatever_the_adc_gain(
    desk: Desk, tmp_path: Path, gain: str, steps_per_mv: int
) -> None:
    """Cornerstone3D: the grid was a hundred raw steps of the ADC."""
    digital = (pulses_uv().astype(np.int64) * steps_per_mv // 1000).astype(np.int16)
    session, window = desk.open(px_per_mm=PX_PER_MM)
    session.set_recording(read_recording(write_wfdb(tmp_path, digital, gain=gain)))
    assert ink_height_px(window, "I") == pytest.approx(10 * PX_PER_MM, abs=2.0)


@pytest.mark.parametrize("dpi", [96.0, 110.0, 163.0])
def test_a_millimetre_is_the_screens_own_not_that_of_96_dpi(
    desk: Desk, dpi: float
) -> None:
    """Weasis: millimetres came from the logical density, often 96 dpi."""
    session, window = desk.open("a.hea", true_scale=False)
    # This screen fails the test when asked for its logical density.
    window.view.magnification.set_screen(reported_scale(FakeScreen(dpi), "xcb"))
    assert window.view.canvas.px_per_mm == pytest.approx(dpi / MM_PER_INCH, rel=0.005)
    session.set_recording(
        Recording(
            (pulses_uv() / 1000).astype(np.float32),
            500.0,
            STANDARD_12,
            Source(Path("a.hea"), "synthetic", "0"),
        )
    )
    ten_mm_px = 10 * dpi / MM_PER_INCH
    assert ink_height_px(window, "I") == pytest.approx(ten_mm_px, abs=2.0)


def test_a_difference_is_measured_without_the_channels_baseline() -> None:
    """Weasis: the read-out added the channel's baseline to a difference."""
    recording = synthetic_recording()
    signal = recording.signal_mv + np.float32(2.5)
    plot = plan_plot(replace(recording, signal_mv=signal), "3x4+1R", 25.0, 10.0)
    cell = plot.sheet.cells[0]
    assert plot.shifts
    levels = [plot.amplitude_at(cell, cell.y_mm + y_mm) for y_mm in (0.0, -10.0)]
    assert levels[1] - levels[0] == pytest.approx(1.0)


def test_nothing_is_filtered_unless_it_is_said(desk: Desk) -> None:
    """dicom-ecg-plot: a causal 40 Hz low-pass was always on."""
    _session, window = desk.open("a.hea")
    plot = window.view.plot
    assert plot is not None
    for cell in plot.sheet.cells:
        _, y_mm = plot.points_mm(cell, cell.start_s, cell.stop_s, px_per_mm=40.0)
        first = round(cell.start_s * plot.recording.fs)
        file_mv = plot.recording.lead(cell.lead)[first : first + y_mm.size]
        drawn_mv = [plot.amplitude_at(cell, y) for y in y_mm]
        np.testing.assert_allclose(drawn_mv, file_mv, atol=1e-6)
    assert "no display filter" in window.captions.footer.text()


def test_no_constant_but_the_files_own_enters_an_amplitude(tmp_path: Path) -> None:
    """ecg-viewer-pyqt: amplitudes were multiplied by an unexplained 1.37."""
    digital = ecg_uv()
    wfdb = read_recording(write_wfdb(tmp_path, digital))
    channels = [dicom_channel(lead) for lead in STANDARD_12]
    dicom = read_recording(write_dicom(tmp_path, [dicom_group(digital, channels)]))
    for recording in (wfdb, dicom):
        np.testing.assert_allclose(recording.signal_mv, digital / 1000, atol=1e-6)


def test_a_median_beat_is_not_drawn_as_the_rhythm(tmp_path: Path) -> None:
    """ecg-dicom-web-viewer 4, ginkgocadx 17: the wrong waveform group was drawn."""
    rhythm = np.tile(ecg_uv(), 5)
    channels = [dicom_channel(lead) for lead in STANDARD_12]
    beat = dicom_group(rhythm[:, :600] + 1, channels, MultiplexGroupLabel="MEDIAN BEAT")
    for groups in ([beat, dicom_group(rhythm, channels)],):
        recording = read_recording(write_dicom(tmp_path, groups))
        np.testing.assert_allclose(recording.signal_mv, rhythm / 1000, atol=1e-6)


def test_twelve_bits_stored_are_read(tmp_path: Path) -> None:
    """ecg-dicom-web-viewer 17: samples of 12 bits were refused."""
    digital = np.clip(ecg_uv(), -2048, 2047)
    channels = [dicom_channel(lead, WaveformBitsStored=12) for lead in STANDARD_12]
    recording = read_recording(write_dicom(tmp_path, [dicom_group(digital, channels)]))
    np.testing.assert_allclose(recording.signal_mv, digital / 1000, atol=1e-6)


@pytest.mark.parametrize("spelling", ["Lead {}", "{}", "{}\0", "lead {} \0\0"])
def test_lead_names_are_understood_in_their_spellings(
    tmp_path: Path, spelling: str
) -> None:
    """ecg-dicom-web-viewer 2 and 8: "Lead I" and NUL-padded names were not leads."""
    channels = []
    for lead in STANDARD_12:
        channel = dicom_channel(lead)
        source = channel.ChannelSourceSequence[0]
        source.CodeValue, source.CodingSchemeDesignator = "1", "99LOCAL"
        source.CodeMeaning = spelling.format(lead)
        channels.append(channel)
    recording = read_recording(write_dicom(tmp_path, [dicom_group(ecg_uv(), channels)]))
    assert recording.leads == STANDARD_12


def test_the_baseline_is_not_scaled_by_the_sensitivity(tmp_path: Path) -> None:
    """pydicom 1667: millivolts came out with the baseline multiplied."""
    digital = ecg_uv()
    channels = [
        dicom_channel(lead, ChannelSensitivity="2.5", ChannelBaseline="40")
        for lead in STANDARD_12
    ]
    recording = read_recording(write_dicom(tmp_path, [dicom_group(digital, channels)]))
    expected = (2.5 * digital + 40) / 1000
    np.testing.assert_allclose(recording.signal_mv, expected, atol=1e-5)


def test_twice_the_amplitude_is_drawn_twice_as_high(desk: Desk) -> None:
    """MATECG-UI: every trace was stretched to the same height."""
    signal = np.zeros((12, 5000), dtype=np.float32)
    signal[0] = np.arange(5000) // 50 % 2
    heights = []
    session, window = desk.open(px_per_mm=PX_PER_MM)
    for factor in (0.5, 1.0):
        source = Source(Path(f"{factor}.hea"), "synthetic", "0")
        session.set_recording(Recording(factor * signal, 500.0, STANDARD_12, source))
        heights.append(ink_height_px(window, "I"))
    assert heights == pytest.approx([5 * PX_PER_MM, 10 * PX_PER_MM], abs=2.0)


def test_resizing_never_changes_speed_or_gain(desk: Desk) -> None:
    """Murmur 359: a wider window silently meant another paper speed."""
    session, window = desk.open(px_per_mm=PX_PER_MM, size=(900, 600))
    signal = np.zeros((12, 5000), dtype=np.float32)
    signal[:, [500, 1000]] = 1.0
    source = Source(Path("spikes.hea"), "synthetic", "0")
    session.set_recording(Recording(signal, 500.0, STANDARD_12, source))
    for size in ((900, 600), (1600, 1000), (1366, 768)):
        window.resize(*size)
        desk.qtbot.wait(20)
        cell = cell_of(window, "I")
        level_mm = cell.y_mm - 5.0
        dark = ink(window, cell.x_mm + 12, level_mm, cell.x_mm + 58, level_mm + 0.3)
        columns = np.flatnonzero(dark.any(axis=0))
        assert np.ptp(columns) == pytest.approx(25 * PX_PER_MM, abs=2.0)
        assert f"{25} mm/s" in window.captions.footer.text()
