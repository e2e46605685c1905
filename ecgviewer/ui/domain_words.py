"""The field's words that come from recordings and models, marked for translation.

Below the interface everything is English: what a file or a model says is compared and
written in it. These words and sentences are shown through ``tr``; sentences of readers
and models that have values in them are shown as they are.
"""

from collections.abc import Iterable

from ecgviewer.ui.i18n import marked, tr

# Where and why a file is refused, see ``ReadError``.
READ_PLACES = (
    marked("whole file"),
    marked("path"),
    marked("first bytes"),
    marked("header"),
    marked("samples"),
    marked("leads"),
)
READ_REASONS = (
    marked("there is no such file"),
    marked("this is a folder; name a file in it"),
    marked("this is not an ordinary file"),
    marked("the file is empty"),
    marked("you are not permitted to read it"),
    marked("the recording is too large for this computer's memory"),
    marked(
        "not a recording in a format that is known; readable are WFDB records (a .hea "
        "file with its .dat or .mat file beside it), DICOM ECG files (.dcm) and "
        "Philips ECG files (.xml)"
    ),
    marked("not a DICOM file"),
    marked("multi-segment records are not read"),
    marked("there is no original ECG, only median or derived beats"),
    marked("the file does not say which leads it holds"),
)
NOTES = (
    marked(
        "The limb leads are scaled differently (II is not quite I + III): their "
        "amplitudes and the axis are approximate."
    ),
    marked(
        "The limb leads do not fit together (Einthoven: II is I + III): leads may be "
        "mixed up, wrongly scaled or damaged."
    ),
)

SEXES = (marked("female"), marked("male"))
LEAD_GROUPS = (
    marked("inferior"),
    marked("lateral"),
    marked("septal"),
    marked("anterior"),
)
STATEMENTS = (
    marked("no diagnostic statement"),
    marked("myocardial infarction"),
    marked("ST/T change"),
    marked("conduction disturbance"),
    marked("hypertrophy"),
    marked("first degree AV block"),
    marked("abnormal QRS"),
    marked("atrial fibrillation"),
    marked("anteroseptal myocardial infarction"),
    marked("complete left bundle branch block"),
    marked("complete right bundle branch block"),
    marked("inferior myocardial infarction"),
    marked("inverted T-waves"),
    marked("incomplete right bundle branch block"),
    marked("ischemic in anterolateral leads"),
    marked("non-specific ischemic"),
    marked("non-specific intraventricular conduction disturbance (block)"),
    marked("left anterior fascicular block"),
    marked("prolonged PR interval"),
    marked("left ventricular hypertrophy"),
    marked("non-diagnostic T abnormalities"),
    marked("non-specific ST changes"),
    marked("non-specific T-wave changes"),
    marked("atrial premature complex"),
    marked("Q waves present"),
    marked("sinus arrhythmia"),
    marked("sinus bradycardia"),
    marked("sinus rhythm"),
    marked("sinus tachycardia"),
    marked("non-specific ST depression"),
)


def said_text(sentences: Iterable[str]) -> str:
    """Return what was found out about a recording, in the reader's language."""
    return " ".join(tr(sentence) for sentence in sentences)
