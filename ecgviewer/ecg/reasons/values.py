"""Reasons of measured values: why there is none, and what limits one."""

from ecgviewer.ecg.reasons.reason import blocking_kind, caution_kind, note_kind

NO_LEAD = blocking_kind("no_lead", "no lead can be read")
LEADS_MISSING = blocking_kind(
    "leads_missing", "leads are missing or cannot be read: {leads}"
)
NO_MEDIAN_QRS = blocking_kind(
    "no_median_qrs", "there is no median beat with QRS limits"
)
NO_VOLTAGE_UNIT = blocking_kind("no_voltage_unit", "the file's unit is not a voltage")
NO_COMMON_SCALE = blocking_kind("no_common_scale", "the leads have no common scale")
OF_PACED_BEATS = caution_kind("of_paced_beats", "of paced beats")

# --------------------------------------------------------------------------- intervals

NO_BEAT_DELINEATED = blocking_kind("no_beat_delineated", "no beat was delineated")
IN_FEW_BEATS = blocking_kind(
    "in_few_beats", "{wave} could be measured in {n} of {n_beats} beats"
)
IMPOSSIBLE = blocking_kind("impossible", "no {wave} is {length_ms:.0f} ms long")
PR_CHANGES = blocking_kind(
    "pr_changes", "PR differs from beat to beat (SD {sd_ms:.0f} ms)"
)
P_CHANGES = blocking_kind(
    "p_changes", "the length of P differs from beat to beat (SD {sd_ms:.0f} ms)"
)
T_FLAT = caution_kind("t_flat", "T is flat ({height_uv:.0f} µV)")
T_CLOSE_TO_P = caution_kind(
    "t_close_to_p", "at {rate_bpm:.0f}/min T and the next P are close together"
)
NOT_IN_SECOND_OPINION = blocking_kind(
    "not_in_second_opinion", "not told by the second opinion"
)

# --------------------------------------------------------------------------------- QTc

NO_RR_BEFORE_QT = blocking_kind(
    "no_rr_before_qt", "no RR interval before a beat with QT"
)
RATE_UNKNOWN = blocking_kind("rate_unknown", "the heart rate is not known")
NO_FORMULA = blocking_kind("no_formula", "no formula holds at {rate_bpm:.0f}/min")
RR_VARIES = caution_kind(
    "rr_varies",
    "RR varies by {percent:.0f} %: no correction for rate is reliable (AHA 2009)",
)
RR_NOT_USUAL = caution_kind(
    "rr_not_usual",
    "RR before these beats is not the usual one: no correction for rate is reliable "
    "(AHA 2009)",
)
WIDE_QRS_LENGTHENS = caution_kind(
    "wide_qrs_lengthens", "the wide QRS lengthens QT: see JT"
)
OVERCORRECTS = caution_kind(
    "overcorrects", "{formula} overcorrects at {rate_bpm:.0f}/min"
)
UNDERCORRECTS = caution_kind(
    "undercorrects", "{formula} undercorrects at {rate_bpm:.0f}/min"
)

# -------------------------------------------------------------------------------- axes

WAVE_CUT_OFF = blocking_kind(
    "wave_cut_off", "the wave is not wholly within the median beat"
)
QRS_OR_T_CUT_OFF = blocking_kind(
    "qrs_or_t_cut_off", "QRS or T is not wholly within the median beat"
)
EQUIPHASIC = blocking_kind(
    "equiphasic", "indeterminate: as much above as below the baseline"
)
WAVE_TOO_SMALL = blocking_kind("wave_too_small", "indeterminate: the wave is too small")
WAVE_IN_NOISE = blocking_kind(
    "wave_in_noise", "indeterminate: too small beside the noise"
)
NOT_EINTHOVEN = caution_kind("not_einthoven", "II is not I + III: an approximate axis")
NO_AXIS = blocking_kind("no_axis", "{wave} axis: {why}")

# --------------------------------------------------------------------- values of leads

LEAD_UNREADABLE = blocking_kind("lead_unreadable", "the lead cannot be read")
LEAD_EMPTY = blocking_kind("lead_empty", "the lead holds nothing")
LEAD_NOT_MEASURED = blocking_kind("lead_not_measured", "the lead was not measured")
QRS_NO_END = blocking_kind("qrs_no_end", "QRS has no known end, or samples are missing")
IS_QS = note_kind("is_qs", "QS: there is no R")
NO_WAVE = note_kind("no_wave", "no {wave} wave of 0.03 mV")
NO_R = blocking_kind("no_r", "there is no R wave")
NO_J_LEVEL = blocking_kind("no_j_level", "the J point is not known, or ST is cut off")
P_NOT_WHOLE = blocking_kind("p_not_whole", "P is not wholly within the median beat")
P_NOT_DOWN = note_kind("p_not_down", "P does not end downwards")
T_NO_END = blocking_kind("t_no_end", "T has no known end within the median beat")
T_OTHER_PHASE = note_kind(
    "t_other_phase", "biphasic, the other phase {other_mv:+.2f} mV"
)
NOTHING_TO_DIVIDE = blocking_kind(
    "nothing_to_divide", "nothing to divide by in {ratio}"
)
OF_LEAD = blocking_kind("of_lead", "{lead}: {why}")
R_LARGER_FROM_V1 = blocking_kind("r_larger_from_v1", "R is larger than S from V1 on")
R_SMALLER_TO_V6 = blocking_kind("r_smaller_to_v6", "R stays smaller than S up to V6")
ALTERNANS = caution_kind(
    "alternans",
    "alternating from beat to beat: {waves}; amplitudes are of a mean that no beat has",
)

# ---------------------------------------------------------------------- second opinion

SECOND_FEW_BEATS = blocking_kind(
    "second_few_beats", "There are too few beats for a second opinion."
)
SECOND_NO_LEAD = blocking_kind("second_no_lead", "No lead is fit for a second opinion.")
SECOND_STOPPED = blocking_kind("second_stopped", "The second opinion was stopped.")
SECOND_NO_WAVES = blocking_kind(
    "second_no_waves", "NeuroKit2 could not tell the waves of this signal."
)
