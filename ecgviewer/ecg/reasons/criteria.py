"""Reasons of criteria: why one is left open, and what limits its verdict."""

from ecgviewer.ecg.reasons.reason import blocking_kind, caution_kind, note_kind

# --------------------------------------------------------------------------- left open

NOT_MEASURED = blocking_kind("not_measured", "could not be measured: {parts}")
DEVICES_DISAGREE = blocking_kind(
    "devices_disagree",
    "cannot be judged: {parts}; what devices, of which limits are, have for this QRS "
    "is known to ± {sd_ms:.0f} ms only",
)
IN_PACED_RHYTHM = blocking_kind("in_paced_rhythm", "not evaluated in paced rhythm")
IN_WIDE_TACHYCARDIA = blocking_kind(
    "in_wide_tachycardia",
    "not evaluated in regular wide-QRS tachycardia without P",
)
IN_LBBB = blocking_kind("in_lbbb", "not evaluated in left bundle branch block")
LBBB_OPEN = blocking_kind(
    "lbbb_open", "not evaluated: left bundle branch block is not ruled out"
)
WITH_HIGH_VOLTAGES = blocking_kind(
    "with_high_voltages",
    "not evaluated where voltage criteria of hypertrophy are met",
)
NO_J_IN_PAIR = blocking_kind(
    "no_j_in_pair", "the J point was not measured in two contiguous leads"
)
DEPENDS_ON_AGE_AND_SEX = blocking_kind(
    "depends_on_age_and_sex", "depends on age and sex, which are not known"
)
DEPENDS_ON_SEX = blocking_kind("depends_on_sex", "depends on sex, which is not known")
DEPENDS_ON_LBBB = blocking_kind(
    "depends_on_lbbb",
    "depends on whether there is left bundle branch block, which is open",
)
CHILD_AGE_AND_RATE = blocking_kind(
    "child_age_and_rate", "limits of children depend on age and rate"
)
CHILD_AXIS_CHANGE = blocking_kind(
    "child_axis_change",
    "in children only a change of axis that was seen to happen counts",
)
CHILD_AXIS = blocking_kind(
    "child_axis", "in children it is an axis to the left or to the right"
)
RANGE_OF_LONG = blocking_kind(
    "range_of_long",
    "not evaluated in more than {longest_s:.0f} s of beats: the longest and the "
    "shortest of so many RR intervals differ in any rhythm",
)
POINTS_OPEN = blocking_kind(
    "points_open",
    "{points:g} points, and up to {unknown:g} more for what is not measured (ST-T "
    "needs to know of digitalis)",
)
R_NOT_SMALLER = blocking_kind(
    "r_not_smaller",
    "R is higher than S is deep in V1 or V2: pacing or pre-excitation is not ruled out",
)

# ------------------------------------------------------------------------- not certain

NEAR_LIMIT = caution_kind(
    "near_limit",
    "not certain: {limit:g} lies within the interval of the value, {low:.0f} to "
    "{high:.0f} {unit}",
)
NEAR_LIMIT_OF = caution_kind(
    "near_limit_of",
    "not certain: {limit:.3g} {unit} lies within the interval of {part}, {low:.3g} to "
    "{high:.3g}",
)
SINGLE_RR_ONLY = caution_kind(
    "single_rr_only", "by single RR intervals only: most are near the usual one"
)
IRREGULAR_ALL_THE_SAME = caution_kind(
    "irregular_all_the_same", "RR varies by more than 10 % of its mean all the same"
)
VT_OPEN = caution_kind("vt_open", "ventricular tachycardia is not ruled out")
PERHAPS_VENTRICULAR = caution_kind(
    "perhaps_ventricular",
    "a ventricular or paced rhythm is not ruled out (wide QRS without P)",
)
PERHAPS_ABERRANT = caution_kind(
    "perhaps_aberrant",
    "no P and no regular RR: aberrant conduction is not ruled out",
)
LVH_OPEN = caution_kind(
    "lvh_open", "it is not certain whether voltage criteria of hypertrophy are met"
)
RBBB_OPEN = caution_kind("rbbb_open", "right bundle branch block is not ruled out")
VOLTAGES_OF_BLOCK = caution_kind(
    "voltages_of_block", "these are also the voltages of {blocks}"
)

# ------------------------------------------------------------- the verdict as it stands

AGE_UNKNOWN = caution_kind("age_unknown", "age unknown: limits of adults")
AGE_OR_SEX_UNKNOWN = note_kind(
    "age_or_sex_unknown",
    "age or sex unknown: both thresholds are given for V2 and V3",
)
YOUNG = note_kind(
    "young", "below 35 years high voltages are common without hypertrophy"
)
WITHOUT_RBBB_LEADS = note_kind(
    "without_rbbb_leads",
    "without V1 to V3, where right bundle branch block depresses ST",
)
UPSLOPING = note_kind("upsloping", "what is depressed is upsloping")
DIGITALIS = note_kind(
    "digitalis", "the ST-T part needs to know of digitalis and is not counted"
)
