"""What measured values are computed from: beats, median beat and their context."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ecgviewer.analysis.beats.beat_table import BeatTable
from ecgviewer.analysis.median.median_shape import MedianShape
from ecgviewer.analysis.rhythm.atrial_activity import AtrialWaves
from ecgviewer.analysis.rhythm.measurement_context import MeasurementContext
from ecgviewer.analysis.rhythm.nonconducted_p import PWithoutQrs
from ecgviewer.analysis.rhythm.rhythm import premature
from ecgviewer.analysis.statistics.uncertainty import DelineatorError, Doubt
from ecgviewer.ecg.measurements import Measurement
from ecgviewer.ecg.reasons.reason import Reason


@dataclass(frozen=True, eq=False)
class Inputs:
    """One recording, looked at but for its values.

    Attributes
    ----------
    table : BeatTable
    state : MeasurementContext
        What decides which values are valid.
    shape : MedianShape or None
        The median beat; ``None`` if there is none, or its QRS has no ends.
    unit_is_mv : bool
        Whether heights are voltages.
    atria : AtrialWaves or Reason
        Regular waves of the atria, or why there are none.
    further_p : PWithoutQrs or None
        What P waves of no beat mean.
    doubt : Doubt
    error : DelineatorError
    second : BeatTable or None
        The beats with a second opinion's fiducials.
    qt_by_rules : mapping of str to Measurement
        QT by the published rules for the end of T, by key.
    per_lead : mapping
        The values of each lead, lead name first.
    """

    table: BeatTable
    state: MeasurementContext
    shape: MedianShape | None
    unit_is_mv: bool
    atria: AtrialWaves | Reason
    further_p: PWithoutQrs | None
    doubt: Doubt
    error: DelineatorError
    second: BeatTable | None
    qt_by_rules: Mapping[str, Measurement]
    per_lead: Mapping[str, Mapping[str, Measurement]]

    @cached_property
    def early(self) -> NDArray[np.int64] | None:
        """Which beats are premature; ``None`` if that cannot be told."""
        return premature(self.table.beats, has_p=self.state.rhythm.has_p)
