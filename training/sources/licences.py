"""The data sets that a card names: licence and citation by folder name."""

from typing import Any

DATA_SETS: dict[str, tuple[str, str, str]] = {
    "ptbxl": (
        "PTB-XL",
        "CC BY 4.0",
        "Wagner P, et al. PTB-XL, a large publicly available electrocardiography "
        "dataset. Sci Data 2020;7:154.",
    ),
    "cinc2011": (
        "PhysioNet/CinC Challenge 2011",
        "ODC-By",
        "Silva I, Moody GB, Celi L. Improving the quality of ECGs collected using "
        "mobile phones. Comput Cardiol 2011;38:273-276.",
    ),
    "ludb": (
        "LUDB 1.0.1",
        "ODC-By",
        "Kalyakulina AI, et al. LUDB: a new open-access validation tool for "
        "electrocardiogram delineation algorithms. IEEE Access 2020;8:186181.",
    ),
    "cpsc2018": (
        "CPSC2018",
        "CC BY 4.0",
        "Liu F, et al. An open access database for evaluating the algorithms of ECG "
        "rhythm and morphology abnormality detection. J Med Imaging Health Inform "
        "2018.",
    ),
    "cpsc_extra": (
        "CPSC-Extra (CinC 2020)",
        "CC BY 4.0",
        "Perez Alday EA, et al. Physiol Meas 2020;41:124003.",
    ),
    "georgia": (
        "Georgia (CinC 2020)",
        "CC BY 4.0",
        "Perez Alday EA, et al. Classification of 12-lead ECGs: the PhysioNet/"
        "Computing in Cardiology Challenge 2020. Physiol Meas 2020;41:124003.",
    ),
    "chapman_ningbo": (
        "Chapman-Shaoxing and Ningbo",
        "CC BY 4.0",
        "Zheng J, et al. A 12-lead electrocardiogram database for arrhythmia research "
        "covering more than 10,000 patients. Sci Data 2020;7:48.",
    ),
}


def described(counts: dict[str, int]) -> list[dict[str, Any]]:
    """Return the card's entry for each data set, given how many recordings each has."""
    unknown = ("unknown to this script", "unknown to this script")
    entries = []
    for key, count in counts.items():
        name, licence, citation = DATA_SETS.get(key, (key, *unknown))
        entries.append(
            {
                "name": name,
                "licence": licence,
                "citation": citation,
                "recordings": count,
            }
        )
    return entries
