"""Reasons that the rhythm gives: beats, RR intervals and the atria."""

from ecgviewer.ecg.reasons.reason import blocking_kind, caution_kind, note_kind

# --------------------------------------------------------------- context of all values

NOT_DELINEATED = blocking_kind("not_delineated", "the waves were not delineated")
VENTRICLES_PACED = blocking_kind(
    "ventricles_paced", "a pacemaker makes most of the beats"
)
ATRIA_PACED = caution_kind("atria_paced", "a pacemaker paces the atria")
SPIKE_HIDES_P = blocking_kind(
    "spike_hides_p", "a pacemaker paces the atria: its spike hides where P begins"
)
NO_P = blocking_kind("no_p", "no P waves were found")
FEW_P = blocking_kind("few_p", "P waves in only {share_percent:.0f} % of the beats")
IRREGULAR_TOO = blocking_kind("irregular_too", "{why}, RR irregular")
T_INTO_P = blocking_kind("t_into_p", "T runs into the next P: its end cannot be told")
T_INTO_QRS = blocking_kind(
    "t_into_qrs", "T runs into the next QRS: its end cannot be told"
)
FEW_ALIKE = blocking_kind(
    "few_alike", "through noise only {n_alike} of {n_beats} beats look alike"
)
ONE_BEAT = caution_kind("one_beat", "from {n} beat only")
FEW_BEATS = caution_kind("few_beats", "from {n} beats only")
NOISE_IN_ALL = caution_kind("noise_in_all", "through noise in all leads")
ONE_LEAD = caution_kind("one_lead", "from {n} lead only, so rather short")
FEW_LEADS = caution_kind("few_leads", "from {n} leads only, so rather short")
QRS_CHANGES = blocking_kind(
    "qrs_changes", "the length of QRS differs from beat to beat (SD {sd_ms:.0f} ms)"
)

# --------------------------------------------------------------------------- the atria

P_KEEPS_NO_DISTANCE = blocking_kind(
    "p_keeps_no_distance",
    "P keeps its distance from QRS in only {n_steady} of {n_beats} beats",
)
P_WITHOUT_QRS = caution_kind(
    "p_without_qrs",
    "{n} P waves are followed by no QRS: AV block, or early beats of the atria that "
    "are not conducted",
)
AV_BLOCK_OPEN = caution_kind("av_block_open", "{why}: AV block is not ruled out")
OF_CONDUCTED_BEATS = caution_kind(
    "of_conducted_beats", "of conducted beats: {n} P waves have no QRS"
)
PERHAPS_FLUTTER = caution_kind(
    "perhaps_flutter",
    "no P is seen in a regular rhythm: flutter waves are not ruled out in ST and T",
)
PERHAPS_FLUTTER_IN_QRS = caution_kind(
    "perhaps_flutter_in_qrs",
    "no P is seen in a regular rhythm: flutter waves are not ruled out in QRS",
)
ATRIAL_WAVES_IN_QRS = caution_kind(
    "atrial_waves_in_qrs",
    "regular waves of the atria, as in flutter, run through QRS",
)
ATRIAL_WAVES_FOR_P = blocking_kind(
    "atrial_waves_for_p", "regular waves of the atria instead of P, as in flutter"
)
ATRIAL_WAVES_IN_T = caution_kind(
    "atrial_waves_in_t",
    "regular waves of the atria, as in flutter, run through ST and T",
)
ATRIAL_WAVES_HIDE_T = blocking_kind(
    "atrial_waves_hide_t",
    "regular waves of the atria, as in flutter, run through T: its end cannot be told",
)
ATRIA_NOT_SOUGHT = blocking_kind(
    "atria_not_sought", "sought only where RR is irregular and no P belongs to QRS"
)
ATRIA_NOT_FOUND = blocking_kind(
    "atria_not_found", "no regular waves of the atria stand out between the beats"
)
ATRIA_TOO_LONG = blocking_kind(
    "atria_too_long", "sought only in recordings of up to {longest_s:.0f} s"
)
TREMOR = blocking_kind(
    "tremor",
    "waves of one rate are alike in all chest leads, as those of a tremor are",
)
TOO_LITTLE_FOR_ATRIA = blocking_kind(
    "too_little_for_atria", "too few beats or leads to tell waves of the atria"
)

# ----------------------------------------------------------------- RR intervals, beats

FEW_RR = blocking_kind("few_rr", "fewer than two beats were found")
FEW_DOMINANT_RR = blocking_kind(
    "few_dominant_rr", "fewer than three RR intervals between dominant beats"
)
FEW_RR_FOR_EARLY = blocking_kind("few_rr_for_early", "too few RR intervals")
NOTHING_TO_BE_EARLY_IN = blocking_kind(
    "nothing_to_be_early_in", "no regular rhythm to be early in"
)
KINDS_UNKNOWN = blocking_kind("kinds_unknown", "the kinds of beats are not known")
CONDUCTED_AMONG = caution_kind(
    "conducted_among",
    "{n} of them on time and after P at the usual PR: conducted",
)
NO_RUN = blocking_kind("no_run", "no two ectopic beats in a row")
RUN_RR_UNKNOWN = blocking_kind("run_rr_unknown", "RR within the run is not known")
NO_BEAT = caution_kind(
    "no_beat", "no beat was found for {length_s:.1f} s from {start_s:.1f} s"
)
NO_BEAT_ARTEFACT = caution_kind(
    "no_beat_artefact",
    "no beat was found for {length_s:.1f} s from {start_s:.1f} s, where an artefact "
    "may hide beats",
)
NO_BEAT_MISSING = caution_kind(
    "no_beat_missing",
    "no beat was found for {length_s:.1f} s from {start_s:.1f} s, where samples are "
    "missing",
)
NO_BEAT_FLAT = caution_kind(
    "no_beat_flat",
    "no beat was found for {length_s:.1f} s from {start_s:.1f} s, where nothing "
    "changes in the leads",
)
SUCH_STRETCHES = note_kind(
    "such_stretches", "{n} such stretches, {total_s:.1f} s in all"
)
