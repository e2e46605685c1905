"""Regular waves of the atria that go on through QRS and T."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecgviewer.analysis.rhythm.atrial_activity import (
    KEY,
    LONGEST_S,
    BeatLimits,
    atrial_spectrum,
)
from ecgviewer.ecg.fiducials import Fiducials
from ecgviewer.ecg.reasons import rhythm as why
from ecgviewer.ecg.reasons.reason import Reason
from ecgviewer.ecg.reasons.text import text_of
from ecgviewer.ecg.recording import Recording
from tests.analysis.measuring import (
    covers,
    measured,
    moved,
    refused,
    value,
    whole,
)
from tests.simulated_noise import CLEAN, Noise
from tests.simulator import (
    SINUS,
    Simulated,
    conducted_r_s,
    irregular_r_s,
    simulate,
    twelve_leads,
)

ATRIA_NOT_FOUND = text_of(why.ATRIA_NOT_FOUND())
ATRIA_NOT_SOUGHT = text_of(why.ATRIA_NOT_SOUGHT())
ATRIA_TOO_LONG = text_of(why.ATRIA_TOO_LONG(longest_s=LONGEST_S))
ATRIAL_WAVES_FOR_P = text_of(why.ATRIAL_WAVES_FOR_P())
TOO_LITTLE_FOR_ATRIA = text_of(why.TOO_LITTLE_FOR_ATRIA())
TREMOR = text_of(why.TREMOR())

BLOCKS = ((2, 3, 4), (4, 3), (2, 2, 4, 3, 5), (3, 3, 2))
USUAL_NOISE = Noise(muscle_mv=0.02, white_mv=0.005, mains_mv=0.03, wander_mv=0.15)


def flutter(
    flutter_bpm: float = 290.0,
    blocks: Sequence[int] = BLOCKS[0],
    *,
    noise: Noise = USUAL_NOISE,
    duration_s: float = 10.0,
    **options: object,
) -> Simulated:
    r_s = conducted_r_s(flutter_bpm, blocks, duration_s=duration_s)
    return simulate(
        r_s,
        shape=SINUS.for_rate(90.0),
        atria="flutter",
        flutter_bpm=flutter_bpm,
        noise=noise,
        duration_s=duration_s,
        **options,
    )


def without_p(simulated: Simulated) -> Fiducials:
    """Return the fiducials of a delineator that sees no P."""
    found = simulated.fiducials
    for point in ("p_onset", "p_peak", "p_offset"):
        found = moved(found, point, np.nan)
    return found


def unseen_p(
    seed: int = 0, added: np.ndarray | float = 0.0, noise: Noise = CLEAN
) -> tuple[Simulated, Fiducials]:
    """Return sinus beats at irregular times, of whose P nothing is known."""
    simulated = simulate(
        irregular_r_s(80.0, seed=seed),
        shape=SINUS.for_rate(90.0),
        noise=noise,
        seed=seed,
    )
    recording = with_signal(
        simulated.recording, simulated.recording.signal_mv + np.float32(added)
    )
    return replace(simulated, recording=recording), without_p(simulated)


def with_signal(recording: Recording, signal: np.ndarray) -> Recording:
    return replace(recording, signal_mv=signal.astype(np.float32))


def tremor_mv(seed: int, *, mv: float = 0.1, hz: float = 5.0) -> np.ndarray:
    """Return twelve leads of a tremor of the left arm, whose rate is a narrow band."""
    rng = np.random.default_rng(seed)
    bins = np.fft.rfftfreq(5000, 1 / 500)
    noise = rng.standard_normal((2, bins.size)) @ np.eye(bins.size)
    wave = np.fft.irfft(
        (noise[0] + 1j * noise[1]) * np.exp(-(((bins - hz) / 0.15) ** 2) / 2), 5000
    )
    arm = mv * wave / wave.std()
    return twelve_leads(np.stack([arm, 0 * arm, *[-arm / 3] * 6]))


@pytest.mark.parametrize(
    ("flutter_bpm", "blocks"),
    [(240.0, BLOCKS[0]), (265.0, BLOCKS[1]), (300.0, BLOCKS[2]), (340.0, BLOCKS[3])],
)
def test_the_rate_of_the_atria_is_that_of_the_waves(flutter_bpm, blocks):
    found = measured(flutter(flutter_bpm, blocks)).values[KEY]
    assert found.value == pytest.approx(flutter_bpm, abs=1.5)
    assert found.unit == "bpm"
    assert covers(found, flutter_bpm)
    assert {"II", "III", "aVF"} <= set(found.leads)


def test_p_and_pr_are_withheld_and_say_why():
    found = measured(flutter())
    for key in ("p_ms", "pr_ms"):
        assert refused(found, key) == ATRIAL_WAVES_FOR_P


@pytest.mark.parametrize("seed", range(4))
def test_waves_of_fibrillation_have_no_one_rate(seed):
    simulated = simulate(
        irregular_r_s(90.0, seed=seed), atria="fibrillation", noise=USUAL_NOISE
    )
    assert refused(measured(simulated), KEY) == ATRIA_NOT_FOUND


@pytest.mark.parametrize(("seed", "mains_hz"), [(0, 50.0), (1, 60.0), (2, 50.0)])
def test_neither_an_unseen_p_nor_noise_nor_mains_are_waves(seed, mains_hz):
    noise = replace(USUAL_NOISE, mains_mv=0.4, mains_hz=mains_hz)
    simulated, fiducials = unseen_p(seed, noise=noise)
    assert refused(measured(simulated, fiducials=fiducials), KEY) == ATRIA_NOT_FOUND


def test_a_hum_of_twice_the_rate_is_no_wave():
    """Shivering at 10 Hz is the second harmonic of 5 Hz, and of nothing else."""
    shiver = 0.1 * np.sin(2 * np.pi * 10.0 * np.arange(5000) / 500)
    rows = np.outer([0.2, 0.7, 1.0, -0.5, 0.3, 0.8, -0.4, 0.1], shiver)
    simulated, fiducials = unseen_p(added=twelve_leads(rows))
    assert refused(measured(simulated, fiducials=fiducials), KEY) == ATRIA_NOT_FOUND


@pytest.mark.parametrize("seed", range(4))
def test_a_tremor_is_told_by_being_alike_in_all_chest_leads(seed):
    simulated, fiducials = unseen_p(seed, tremor_mv(seed), USUAL_NOISE)
    found = refused(measured(simulated, fiducials=fiducials), KEY)
    assert found in (TREMOR, ATRIA_NOT_FOUND)


def test_a_steady_tremor_says_so():
    steady = 0.1 * np.sin(2 * np.pi * 5.0 * np.arange(5000) / 500)
    simulated, fiducials = unseen_p(
        added=twelve_leads(np.stack([steady, 0 * steady, *[-steady / 3] * 6]))
    )
    assert refused(measured(simulated, fiducials=fiducials), KEY) == TREMOR


@pytest.mark.parametrize("atria", ["sinus", "flutter"])
def test_in_a_regular_rhythm_nothing_is_told(atria):
    simulated = simulate(rate_bpm=75.0, atria=atria)
    assert refused(measured(simulated), KEY) == ATRIA_NOT_SOUGHT


def test_nothing_is_claimed_where_p_belongs_to_qrs():
    simulated = simulate(irregular_r_s(70.0))
    assert refused(measured(simulated), KEY) == ATRIA_NOT_SOUGHT


def test_nothing_is_claimed_of_paced_or_unknown_beats():
    simulated = flutter()
    paced = ("paced",) * len(simulated.classes)
    assert "pacemaker" in refused(measured(simulated, classes=paced), KEY)
    assert "not delineated" in refused(measured(simulated, fiducials=None), KEY)


def test_a_minute_is_looked_through_in_parts_and_more_is_not():
    minute = measured(flutter(duration_s=60.0)).values[KEY]
    assert minute.value == pytest.approx(290.0, abs=1.5)
    assert refused(measured(flutter(duration_s=70.0)), KEY) == ATRIA_TOO_LONG


def test_waves_in_less_than_half_of_the_time_are_not_those_of_the_recording():
    simulated = flutter(duration_s=40.0)
    still = simulate(
        simulated.fiducials.r_peaks_s,
        shape=replace(SINUS, p=()).for_rate(90.0),
        duration_s=40.0,
    )
    signal = simulated.recording.signal_mv.copy()
    signal[:, 10_000:] = still.recording.signal_mv[:, 10_000:]
    recording = with_signal(simulated.recording, signal)
    assert refused(measured(simulated, recording=recording), KEY) == ATRIA_NOT_FOUND


@pytest.mark.parametrize(
    ("leads", "told"),
    [
        (("II", "III", "V1"), True),
        (("I", "II", "III", "aVR", "aVL", "aVF"), True),
        (("II", "V1"), False),
    ],
)
def test_three_leads_are_enough(leads, told):
    found = measured(flutter(leads=leads)).values[KEY]
    assert (found.value is not None) == told
    assert told or found.reason == TOO_LITTLE_FOR_ATRIA


def test_neither_the_unit_nor_ectopic_beats_nor_a_gap_matter():
    odd = measured(flutter(unit_is_mv=False)).values[KEY]
    assert odd.value == pytest.approx(290.0, abs=1.5)
    ectopic = measured(flutter(ectopic=[3.1, 6.4])).values[KEY]
    assert ectopic.value == pytest.approx(290.0, abs=1.5)
    simulated = flutter()
    signal = simulated.recording.signal_mv.copy()
    signal[:, 2000:2500] = np.nan
    gap = measured(simulated, recording=with_signal(simulated.recording, signal))
    assert value(gap, KEY) == pytest.approx(290.0, abs=1.5)


def test_what_keeps_its_distance_from_qrs_is_no_wave_of_its_own():
    """P and T of a regular rhythm repeat at multiples of its rate, 4 times 70 here."""
    simulated = simulate(rate_bpm=70.0, shape=SINUS.for_rate(70.0))
    beats = simulated.fiducials.r_peaks_s
    found = atrial_spectrum(
        simulated.recording.signal_mv.astype(np.float64),
        500.0,
        beats,
        np.ones(beats.size, dtype=bool),
        BeatLimits(-0.04, 0.05, 0.34),
    )
    assert np.sort(found.shares, axis=1)[:, -3].max() < 0.25


def test_mains_of_60_hz_do_not_fold_into_waves():
    """Means over 20 ms would make them 10 Hz."""
    hum = replace(USUAL_NOISE, mains_mv=1.5, mains_hz=60.0)
    found = measured(flutter(265.0, noise=hum))
    assert value(found, KEY) == pytest.approx(265.0, abs=1.5)


@pytest.mark.parametrize("fs", [128.0, 250.0, 1000.0])
def test_the_sampling_rate_does_not_matter(fs):
    found = measured(flutter(265.0, fs=fs))
    assert value(found, KEY) == pytest.approx(265.0, abs=1.5)


FLUTTER = flutter()


@settings(max_examples=15)
@given(
    scale=st.floats(1e-6, 1e6),
    polarity=st.sampled_from([1.0, -1.0]),
    level=st.floats(-10.0, 10.0),
    order=st.permutations(range(12)),
)
def test_neither_scale_nor_polarity_nor_level_nor_order_matter(
    scale, polarity, level, order
):
    simulated, recording = FLUTTER, FLUTTER.recording
    limits = BeatLimits(-0.04, 0.05, 0.33)
    beats = simulated.fiducials.r_peaks_s

    def rate_bpm(signal: np.ndarray, leads: tuple[str, ...]) -> float:
        usual = np.ones(beats.size, dtype=bool)
        found = atrial_spectrum(signal, recording.fs, beats, usual, limits)
        waves = found.waves(leads)
        assert not isinstance(waves, Reason)
        return waves.rate_bpm

    plain = recording.signal_mv.astype(np.float64)
    changed = polarity * scale * (plain[order] + level)
    leads = tuple(recording.leads[k] for k in order)
    before, after = rate_bpm(plain, recording.leads), rate_bpm(changed, leads)
    assert after == pytest.approx(before, abs=0.01)


@pytest.mark.parametrize(("share", "hidden"), [(1.0, True), (0.1, False)])
def test_waves_as_high_as_part_of_t_hide_its_end(share, hidden):
    """Lower ones leave QT a value, and a remark."""
    simulated = flutter(noise=CLEAN)
    still = simulate(
        simulated.fiducials.r_peaks_s, shape=replace(SINUS, p=()).for_rate(90.0)
    )
    plain = still.recording.signal_mv
    signal = plain + share * (simulated.recording.signal_mv - plain)
    recording = with_signal(simulated.recording, signal)
    found = whole(simulated, recording=recording)
    assert value(found, KEY) == pytest.approx(290.0, abs=1.5)
    qt = found.values["qt_ms"]
    assert (qt.value is None) == hidden
    expected = why.ATRIAL_WAVES_HIDE_T if hidden else why.ATRIAL_WAVES_IN_T
    assert expected() in qt.reasons
