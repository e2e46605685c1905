"""Reasons of signal quality: faults, and what makes voltages or leads doubtful.

Those of faults, recordings and exchanges are sentences; the edge ends them
(``text.sentence_of``).
"""

from ecgviewer.ecg.reasons.reason import (
    ReasonKind,
    blocking_kind,
    caution_kind,
    note_kind,
)

# --------------------------------------------------------------------- faults of leads

NOTHING_OF_HEART = caution_kind(
    "nothing_of_heart", "Nothing of the heart in it for {total_s:.3g} s"
)
SAMPLES_MISSING = caution_kind(
    "samples_missing", "Samples are marked as missing for {total_s:.3g} s"
)
NOTHING_CHANGES = caution_kind("nothing_changes", "Nothing changes for {total_s:.3g} s")
CUT_OFF = caution_kind(
    "cut_off", "Cut off at the largest or smallest value for {total_s:.3g} s"
)
STEPS = caution_kind("level_steps", "The level jumps by up to {size}")
SWINGS = caution_kind("level_swings", "The level swings by {size} within a second")
WANDERS = caution_kind("baseline_wanders", "The baseline wanders by {size}")
HUM = caution_kind("hum", "Hum of {mains_hz:g} Hz with an amplitude of {size}")
FAST_NOISE = caution_kind(
    "fast_noise", "Muscle or other fast noise, root mean square {size}"
)
SPIKES = note_kind("spikes", "{n} pacing spikes before heart beats")
DOES_NOT_REPEAT = caution_kind(
    "does_not_repeat",
    "{percent:.0f}% of what it shows does not repeat with the heart beats",
)
AT_WORST = caution_kind(
    "at_worst", "{fault} at worst; in {n} of {n_stretches} stretches"
)
MV = note_kind("size_mv", "{value:.2g} mV")
TIMES_QRS = note_kind("size_qrs", "{value:.2g} times the QRS complex")

# ----------------------------------------------------------------- the whole recording

LEADS_UNREADABLE = caution_kind("leads_unreadable", "Cannot be read: {leads}")
# By the code of the fault (``FaultCode``).
IN_LEADS: dict[str, ReasonKind] = {
    "missing": caution_kind("missing_in", "Missing samples in {leads}"),
    "lead_off": caution_kind("lead_off_in", "No signal of the heart in {leads}"),
    "flat": caution_kind("flat_in", "Flat stretches in {leads}"),
    "saturation": caution_kind("saturation_in", "Saturation in {leads}"),
    "steps": caution_kind("steps_in", "Jumps of the level in {leads}"),
    "motion": caution_kind("motion_in", "Large swings in {leads}"),
    "baseline_wander": caution_kind("baseline_wander_in", "Baseline wander in {leads}"),
    "mains": caution_kind("mains_in", "Mains hum in {leads}"),
    "emg": caution_kind("emg_in", "Muscle noise in {leads}"),
}
LIKE_UNREADABLE = caution_kind(
    "like_unreadable",
    "It resembles recordings that experts could not read; no single fault stands out",
)
STRETCHES_UNREADABLE = caution_kind(
    "stretches_unreadable", "{n} of {n_stretches} stretches of 10 s cannot be read"
)

# ----------------------------------------------------- exchanged electrodes, gain, sign

NEARLY_FLAT = caution_kind(
    "nearly_flat",
    "{lead} is nearly flat: its QRS complex has {percent:.0f}% of the height of the "
    "largest one in I, II and III",
)
NEIGHBOURS_UNLIKE = caution_kind(
    "neighbours_unlike",
    "QRS complexes of neighbouring chest leads resemble each other by {now:.2f}, and "
    "by {then:.2f} with the leads exchanged",
)
LIMB_UNLIKE = caution_kind(
    "limb_unlike",
    "I resembles V6 by {now:.2f} and P in II points {p_now}; with the electrodes "
    "exchanged by {then:.2f} and {p_then}",
)
POINTS_UP = note_kind("points_up", "up")
POINTS_DOWN = note_kind("points_down", "down")
PERHAPS_EXCHANGED = caution_kind(
    "perhaps_exchanged", "electrodes perhaps exchanged ({electrodes})"
)
FEW_WHOLE_BEATS = blocking_kind("few_whole_beats", "too few whole beats")
REVERSALS_NOT_INSTALLED = blocking_kind(
    "reversals_not_installed", "what tells exchanged electrodes is not installed"
)
REVERSALS_NOT_IN_STRETCHES = blocking_kind(
    "reversals_not_in_stretches",
    "in {n} of {n_stretches} stretches of 10 s they cannot be told; {why}",
)
MOST_LEADS_TOO_HIGH = caution_kind(
    "most_leads_too_high",
    "QRS of {height_mv:.1f} mV in most leads is hardly possible: the file’s gain or "
    "unit is probably wrong",
)
SOME_LEADS_TOO_HIGH = caution_kind(
    "some_leads_too_high",
    "QRS of {height_mv:.1f} mV is hardly possible: the gain or unit is probably wrong "
    "in {leads}",
)
ALL_LEADS_TOO_LOW = caution_kind(
    "all_leads_too_low",
    "QRS of no more than {height_mv:.3f} mV in all leads is hardly possible: the "
    "file’s gain or unit is probably wrong",
)
UPSIDE_DOWN = caution_kind(
    "upside_down",
    "all leads are perhaps upside down: P, and QRS in V1, V6 and aVR, point the other "
    "way",
)
