"""Writing recordings as files of other formats, with the patient or without."""
