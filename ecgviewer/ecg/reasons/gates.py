"""Reasons of the gates: a wave is not seen well enough to be measured."""

from ecgviewer.ecg.reasons.reason import blocking_kind, caution_kind

P_NOT_SURE = blocking_kind(
    "p_not_sure", "the delineator is not sure of P: its ends cannot be told"
)
P_LOW = blocking_kind(
    "p_low", "P is only {height_uv:.0f} µV high: its ends cannot be told"
)
P_IN_NOISE = blocking_kind(
    "p_in_noise", "P does not stand out of the noise: its ends cannot be told"
)
T_LOW = blocking_kind(
    "t_low", "T is only {height_uv:.0f} µV high: its end cannot be told"
)
T_IN_NOISE = blocking_kind(
    "t_in_noise", "T does not stand out of the noise: its end cannot be told"
)
SECOND_HUMP = blocking_kind(
    "second_hump",
    "a second hump follows T, a U wave or a notch: T’s end cannot be told",
)

# ------------------------------------------------------------------ T's end in one lead

NO_T_END = blocking_kind("no_t_end", "the delineator found no end of T")
T_NOT_WHOLE = blocking_kind("t_is_not_whole", "T is not wholly within the median beat")
T_SMALL = blocking_kind("t_is_too_small", "T is too small")
T_BIPHASIC = blocking_kind("t_is_biphasic", "T is biphasic")
T_RUNS_ON = blocking_kind("t_runs_on", "T runs into a U wave or the next P")
T_DOES_NOT_FALL = blocking_kind("t_does_not_fall", "T does not fall")
T_DOES_NOT_SINK = blocking_kind("t_does_not_sink", "T does not sink so far")
FEW_T_ENDS = blocking_kind("few_t_ends", "T’s end in {n} leads only: {why}")
RULES_DISAGREE = caution_kind(
    "rules_disagree",
    "{tangent_ms:.0f} ms by tangent, {threshold_ms:.0f} ms by threshold: which wave "
    "ends T is not certain",
)

# ---------------------------------------------------------------------- the ends of QRS

NO_J_POINT = caution_kind(
    "no_j_point", "QRS runs into T without a J point at {rate_bpm:.0f}/min"
)
NO_J_POINT_NO_WIDTH = blocking_kind(
    "no_j_point_no_width", "{why}: its width cannot be told"
)
NO_J_POINT_NO_START = blocking_kind(
    "no_j_point_no_start", "{why}: where it begins cannot be told"
)
NO_J_POINT_WIDTH_OPEN = caution_kind(
    "no_j_point_width_open", "{why}: its width is not certain"
)
