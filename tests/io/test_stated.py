"""What a file states in words is kept word for word, and as the file's."""

import struct

import pytest

from ecgviewer.io import read_recording
from ecgviewer.io.file_values import MAX_STATEMENTS, stated
from ecgviewer.io.scp.sections import scp_statements
from tests.io.aecg import test_aecg as aecg
from tests.io.muse import test_muse as muse


def test_texts_are_one_line_each_and_not_endless():
    assert stated(["Sinus\r\n rhythm\0", " ", ""]).statements == ("Sinus rhythm",)
    assert len(stated(["x"] * 1000).statements) == MAX_STATEMENTS
    assert len(stated(["x" * 9999]).statements[0]) == 500


def test_the_devices_own_are_kept_only_where_a_reader_changed_them():
    assert stated(["a"], ["a"]).original == ()
    assert stated(["a"], ["b"]).original == ("b",)


def test_muse_statements_are_joined_to_their_lines(tmp_path):
    said = "".join(
        f"<DiagnosisStatement>{flag}<StmtText>{text}</StmtText></DiagnosisStatement>"
        for flag, text in (
            ("", "Possible"),
            ("<StmtFlag>ENDSLINE</StmtFlag>", "left atrial enlargement"),
            ("<StmtFlag>ENDSLINE</StmtFlag>", "Borderline ECG"),
        )
    )
    text = muse.document().replace(
        "</RestingECG>", f"<Diagnosis>{said}</Diagnosis></RestingECG>"
    )
    recording = read_recording(muse.write(tmp_path, text))
    assert recording.stated.statements == (
        "Possible left atrial enlargement",
        "Borderline ECG",
    )


def test_the_interpretation_of_an_aecg_is_found_within_its_annotation(tmp_path):
    said = (
        '<component><annotation><code code="MDC_ECG_INTERPRETATION"/><component>'
        '<annotation><code code="MDC_ECG_INTERPRETATION_STATEMENT"/>'
        '<value xsi:type="ST">Sinus rhythm</value></annotation></component>'
        "</annotation></component></annotationSet>"
    )
    text = aecg.document().replace("</annotationSet>", said)
    recording = read_recording(aecg.write(tmp_path, text))
    assert recording.stated.statements == ("Sinus rhythm",)


def test_scp_statements_are_read_as_far_as_they_go():
    texts = (b"Sinus rhythm\0", "Vorhof-\xf6dem\0".encode("latin-1"))
    body = struct.pack("<BHBBBBBB", 1, 2002, 11, 22, 9, 10, 5, 2)
    for number, text in enumerate(texts, start=1):
        body += struct.pack("<BH", number, len(text)) + text
    assert scp_statements(body).statements == ("Sinus rhythm", "Vorhof-ödem")
    assert scp_statements(body[:-5]).statements == ("Sinus rhythm",)
    assert scp_statements(b"").statements == ()


@pytest.mark.parametrize(
    ("name", "first", "last", "n_original"),
    [
        ("dicom/mortara_el250.dcm", "RITMO SINUSALE", "ECG NORMALE", 0),
        (
            "muse_xml/guangxi_teaching_sinus_rhythm.xml",
            "窦性心律",
            "ST段抬高（提示心室早期复极）",
            3,
        ),
        (
            "philips_xml/2020-5-18_15-48-11.xml",
            "Sinus rhythm: normal P axis, V-rate 50-99",
            "OTHERWISE NORMAL ECG",
            0,
        ),
    ],
)
def test_the_genuine_files(shared_data, name, first, last, n_original):
    found = read_recording(shared_data / "formats" / name).stated
    assert (found.statements[0], found.statements[-1]) == (first, last)
    assert len(found.original) == n_original


def test_a_clinician_who_confirmed_is_not_among_the_statements(shared_data):
    name = "formats/philips_xml/ad4d3d80-d165_1-04_orig.xml"
    assert "Masoudi" not in str(read_recording(shared_data / name).stated)
