"""QRS, ST and T that alternate are said to; intervals hold both of their heights."""

from dataclasses import replace

import numpy as np
import pytest

from ecgviewer.ecg.measurements import Measurements
from ecgviewer.ecg.reasons.reason import is_among
from ecgviewer.ecg.reasons.text import text_of
from ecgviewer.ecg.reasons.values import ALTERNANS
from tests.analysis.measuring import covers, half, whole
from tests.simulated_noise import Noise
from tests.simulator import BeatShape, Simulated, simulate, sinus_beat

NOISE = Noise(white_mv=0.004, muscle_mv=0.006, wander_mv=0.03)
BEAT = sinus_beat()


def scaled(wave: str, factor: float) -> BeatShape:
    bumps = getattr(BEAT, wave)
    changed = (replace(b, mv=tuple((factor * np.array(b.mv)).tolist())) for b in bumps)
    return replace(BEAT, **{wave: tuple(changed)})


def in_turn(*shapes: BeatShape, n_beats: int = 12, seed: int = 0) -> Simulated:
    r_s = 0.5 + 0.8 * np.arange(n_beats)
    turns = [shapes[k % len(shapes)] for k in range(n_beats)]
    return simulate(
        [],
        ectopic=dict(zip(r_s.tolist(), turns, strict=True)),
        duration_s=0.8 * n_beats + 0.5,
        noise=NOISE,
        seed=seed,
    )


def alike(simulated: Simulated, classes: tuple[str, ...] = ()) -> Measurements:
    """Measure it as the beats of one rhythm, if nothing else is given."""
    classes = classes or ("dominant",) * len(simulated.classes)
    return whole(simulated, classes=classes)


def said(found: Measurements) -> tuple[str, ...]:
    return tuple(text_of(one) for one in found.cautions if is_among(ALTERNANS, (one,)))


@pytest.mark.parametrize(
    ("wave", "factor", "name", "key"),
    [
        ("qrs", 0.5, "QRS", "r_mv"),
        ("qrs", 0.8, "QRS", "s_mv"),
        ("t", -0.5, "T", "t_mv"),
        ("t", 0.6, "T", "t_mv"),
    ],
)
def test_a_wave_that_alternates_is_said_to_and_its_interval_holds_both(
    wave, factor, name, key
):
    other = scaled(wave, factor)
    found = alike(in_turn(BEAT, other))
    expected = (
        f"alternating from beat to beat: {name}; amplitudes are of a mean that no "
        "beat has"
    )
    assert said(found) == (expected,)
    for shape in (BEAT, other):
        alone = alike(in_turn(shape))
        assert said(alone) == ()
        for lead in ("II", "V2", "V5"):
            own = alone.per_lead[lead][key].value
            assert own is not None
            assert covers(found.per_lead[lead][key], own), lead


def test_st_that_alternates_has_both_levels_in_its_interval():
    raised = replace(BEAT, st_mv=(0.2,) * 8)
    found = alike(in_turn(BEAT, raised))
    assert "ST" in said(found)[0]
    for level in (0.0, 0.2):
        assert covers(found.per_lead["V5"]["st_j_mv"], level)
        assert covers(found.per_lead["V5"]["st_j40_mv"], level)


def test_values_of_waves_that_do_not_alternate_stay_as_they_are():
    found, plain = (
        half(alike(in_turn(BEAT, other)).per_lead["V5"]["r_mv"])
        for other in (scaled("t", 0.5), BEAT)
    )
    assert found == pytest.approx(plain, rel=0.3)


@pytest.mark.parametrize("seed", range(4))
def test_noise_and_breathing_alternate_in_nothing(seed):
    rng = np.random.default_rng(seed)
    turns = [scaled("qrs", 1 + 0.15 * rng.standard_normal()) for _ in range(12)]
    assert said(alike(in_turn(*turns, seed=seed))) == ()
    phases = 2 * np.pi * np.arange(12) / rng.uniform(2.6, 6)
    breaths = [scaled("qrs", 1 + 0.2 * np.sin(phase)) for phase in phases]
    assert said(alike(in_turn(*breaths, seed=seed))) == ()


def test_too_few_beats_do_not_show_it():
    assert said(alike(in_turn(BEAT, scaled("qrs", 0.5), n_beats=7))) == ()


def test_what_follows_ectopic_beats_does_not_alternate():
    """In trigeminy every second dominant beat follows an ectopic one."""
    simulated = in_turn(BEAT, scaled("t", 0.5), scaled("qrs", -1.5), n_beats=24)
    classes = tuple("ectopic" if k % 3 == 2 else "dominant" for k in range(24))
    assert said(alike(simulated, classes)) == ()
