"""Reasons that limit values which came with a file."""

from ecgviewer.ecg.reasons.reason import caution_kind

FORMULA_UNKNOWN = caution_kind(
    "formula_unknown", "the file does not say by which formula"
)
