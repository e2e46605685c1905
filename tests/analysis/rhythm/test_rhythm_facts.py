"""The facts of a rhythm, and that what is said of it rests on them."""

import numpy as np
import pytest

from ecgviewer.analysis.rhythm.rhythm_facts import is_regular
from ecgviewer.ecg.rhythm_facts import RhythmFacts
from tests.analysis.measuring import measured
from tests.simulator import simulate


@pytest.mark.parametrize(
    ("share", "varies", "regular"),
    [
        (0.86, True, True),
        (0.84, False, False),
        (None, False, None),
        (None, True, False),
    ],
)
def test_single_beats_leave_a_rhythm_regular(share, varies, regular):
    assert is_regular(share, varies=varies) is regular


def test_a_long_rr_interval_of_many_makes_no_rhythm_irregular():
    """It lets RR vary by more than a tenth; all parts of the screen call it regular."""
    r_s = np.cumsum([0.5, *[0.8] * 6, 1.55, *[0.8] * 6])
    one = measured(simulate(r_s, duration_s=13))
    assert one.rhythm.rr_variation > 0.10
    assert (one.rhythm.regular, one.rhythm.irregular) == (True, False)
    (range_,) = [one for one in one.criteria if one.key == "rr_irregular"]
    assert range_.met is True
    assert [reason.code for reason in range_.reasons] == ["single_rr_only"]
    assert one.values["qtcf_ms"].reasons == ()


def test_flutter_is_suspected_without_p_in_what_is_not_known_to_be_irregular():
    assert RhythmFacts(has_p=False).perhaps_flutter
    assert RhythmFacts(has_p=False, regular=True).perhaps_flutter
    for changed in ("paced", "further_p", "atrial_waves"):
        assert not RhythmFacts(has_p=False, **{changed: True}).perhaps_flutter
    assert not RhythmFacts(has_p=False, regular=False).perhaps_flutter
    assert not RhythmFacts().perhaps_flutter
