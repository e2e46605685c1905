"""The numbers by which SCP-ECG and DICOM name leads."""

# Lead numbers of SCP-ECG (EN 1064), which DICOM's code tables CID 3001 share:
# "5.6.3-9-61" in SCPECG and "2:61" in MDC are both lead III.
LEAD_NUMBERS = {
    **{1: "I", 2: "II", 61: "III", 62: "aVR", 63: "aVL", 64: "aVF"},
    **{3: "V1", 4: "V2", 5: "V3", 6: "V4", 7: "V5", 8: "V6", 9: "V7", 66: "V8"},
    **{67: "V9", 10: "V2R", 11: "V3R", 12: "V4R", 13: "V5R", 14: "V6R"},
    **{16: "VX", 17: "VY", 18: "VZ"},
}
