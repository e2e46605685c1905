"""The field's words that come from recordings and models, marked for translation.

Below the interface everything is English: what a file or a model says is compared and
written in it. These single words are shown through ``tr``; sentences stand in
``sentence_table``.
"""

from ecgviewer.ui.text.i18n import marked

# Of readers and measurements, where they stand alone within a sentence.
WORDS = (
    marked("path"),
    marked("header"),
    marked("samples"),
    marked("leads"),
    marked("recording"),
    marked("waveform"),
    marked("resolution"),
    marked("root"),
    marked("checksum"),
    marked("nothing"),
    marked("up"),
    marked("down"),
    marked("Saturation"),
    marked("points"),
    marked("deg"),
    marked("voltage"),
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
    marked("ventricular premature complex"),
    marked("left atrial overload/enlargement"),
    marked("low amplitude T-waves"),
)
