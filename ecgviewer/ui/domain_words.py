"""The field's words that come from recordings and models, marked for translation.

Below the interface everything is English: what a file or a model says is compared and
written in it. These words are shown through ``tr``; sentences of readers and models
(why a file was refused, what a model was trained on) are shown as they are.
"""

from ecgviewer.ui.i18n import marked

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
