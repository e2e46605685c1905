"""Damage files, open them, and count what comes of it.

python -m benchmarks.fuzz files [FILE...] [--number 300] [--first 0] [--seed 0]
python -m benchmarks.fuzz files --only wfdb.hea edf.edf    some of the made ones

Without files, small ones with known samples are made, one of each format; that needs
the tests beside the program. Half of the damages are among bytes: one to eight others,
half of them among the first 2048, in half of the cases digits alone for digits; the
file may be cut short or a part doubled. The other half are among the words of its first
4096 bytes: a number becomes another one, two words change places, a line goes or comes
twice, a unit becomes another, or, in binary files, a field of two or four bytes takes
an extreme value.

Another process reads the files and hands over as the window's does, with 10 s of the
processor's time and 1 GB of address space. Counted are what was refused, what gave the
same recording, what gave another one (before the gate behind the readers, which makes
warnings, and after it: without a word), by what differed, what was refused with an
error that no reader foresaw, and what failed: crashed, hung or ate memory, which is
never right.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ecgviewer.ecg.recording import Recording
from ecgviewer.io import ReadError, read_recording
from ecgviewer.io.worker.codec import MessageError, recording_facts, recording_of

HEADER_BYTES = 2048
WORDS_BYTES = 4096
SLOW_S = 10.0  # of the processor's time
# Address space, of which the libraries take a third before a file is opened.
MEMORY_BYTES = 1_000_000_000
SAME_GAIN = 1e-3
# What may differ, the worst first.
KINDS = ("leads", "unit", "rate", "gain", "length", "samples")
# What a reader's sentence says of an error that it did not expect.
UNFORESEEN = "not understood"
# What a reader's sentence says that asked for more memory than it was given.
FAILED = "computer's memory"
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_WORD = re.compile(rb"[^\s<>=\"/,;]+")
_UNITS = [(b"mV", b"uV"), (b"uV", b"mV"), (b"MICROVOLTS", b"MILLIVOLTS")]
_OTHER_NUMBERS = (b"0", b"-1", b"1", b"2", b"99999999", b"1e12", b"nan", b"0.001")
_EXTREMES = (b"\0\0", b"\xff\xff", b"\x01\0", b"\xff\x7f", b"\0\x80", b"\xe8\x03")


def mutated(content: bytes, rng: np.random.Generator) -> bytes:
    """Return a file's bytes with some changed, doubled or cut off."""
    changed = bytearray(content)
    # Digits for digits, so that numbers in text become others.
    digits = rng.random() < 0.5
    for _ in range(rng.integers(1, 9)):
        among = min(len(changed), HEADER_BYTES if rng.random() < 0.5 else len(changed))
        at, value = int(rng.integers(among)), int(rng.integers(256))
        if not digits:
            changed[at] = value
        elif chr(changed[at]).isdecimal():
            changed[at] = ord("0") + value % 10
    if rng.random() < 0.3:
        del changed[int(rng.integers(1, len(changed))) :]
    if rng.random() < 0.1:
        at = int(rng.integers(len(changed)))
        changed[at:at] = changed[: int(rng.integers(1, HEADER_BYTES))]
    return bytes(changed)


def edited(content: bytes, rng: np.random.Generator) -> bytes:
    """Return a file's bytes with its header edited as if by hand, once to thrice."""
    head, rest = content[:WORDS_BYTES], content[WORDS_BYTES:]
    is_text = b"\0" not in head.strip(b"\xff\xfe\0") or head[:2] in (b"\xff\xfe",)
    for _ in range(rng.integers(1, 4)):
        edit = _TEXT_EDITS[rng.integers(len(_TEXT_EDITS))] if is_text else _extreme
        if not is_text and rng.random() < 0.3:
            edit = _other_number
        head = edit(head, rng)
    return head + rest


def _other_number(head: bytes, rng: np.random.Generator) -> bytes:
    found = list(_NUMBER.finditer(head))
    if not found:
        return head
    one = found[rng.integers(len(found))]
    number = float(one[0])
    scaled = [number * factor for factor in (10, 1000, 0.001, 2, 0.5)]
    choices = [*_OTHER_NUMBERS, *(f"{value:g}".encode() for value in scaled)]
    return head[: one.start()] + choices[rng.integers(len(choices))] + head[one.end() :]


def _swapped_words(head: bytes, rng: np.random.Generator) -> bytes:
    found = list(_WORD.finditer(head))
    if len(found) < 2:
        return head
    k = int(rng.integers(len(found) - 1))
    a, b = found[k], found[min(len(found) - 1, k + int(rng.integers(1, 13)))]
    between = head[a.end() : b.start()]
    return head[: a.start()] + b[0] + between + a[0] + head[b.end() :]


def _other_lines(head: bytes, rng: np.random.Generator) -> bytes:
    lines = head.split(b"\n")
    k = int(rng.integers(len(lines)))
    lines[k : k + 1] = [] if rng.random() < 0.5 else [lines[k], lines[k]]
    return b"\n".join(lines)


def _other_unit(head: bytes, rng: np.random.Generator) -> bytes:
    before, after = _UNITS[rng.integers(len(_UNITS))]
    return head.replace(before, after, 1 if rng.random() < 0.5 else -1)


def _extreme(head: bytes, rng: np.random.Generator) -> bytes:
    at = int(rng.integers(max(1, min(len(head), 1024) - 4)))
    value = _EXTREMES[rng.integers(len(_EXTREMES))] * int(rng.integers(1, 3))
    return head[:at] + value + head[at + len(value) :]


_TEXT_EDITS = (_other_number, _other_number, _swapped_words, _other_lines, _other_unit)


def difference(true: Recording, read: Recording) -> str:
    """Return what differs first of leads, unit, rate, length, gain and samples."""
    if read.leads != true.leads or read.derived_leads != true.derived_leads:
        return "leads"
    if read.unit_is_mv != true.unit_is_mv:
        return "unit"
    if read.fs != true.fs:
        return "rate"
    if read.n_samples != true.n_samples:
        return "length"
    ours, theirs = read.whole_signal_mv, true.whole_signal_mv
    if np.array_equal(ours, theirs, equal_nan=True):
        return ""
    for one, other in zip(ours, theirs, strict=True):
        known = np.isfinite(one) & np.isfinite(other) & (np.abs(other) > 0)
        ratios = one[known].astype(np.float64) / other[known]
        if ratios.size and np.ptp(ratios) < SAME_GAIN < abs(np.median(ratios) - 1):
            return "gain"
    return "samples"


def outcome(path: Path, true: Recording) -> str:
    """Open a damaged file; return in a word or two what came of it."""
    try:
        read = recording_of(*recording_facts(read_recording(path)))
    except MessageError as error:
        return f"FAILED: an answer that makes no sense: {error}"
    except ReadError as error:
        if FAILED in error.reason:
            return f"FAILED: {error.reason}"
        return UNFORESEEN if UNFORESEEN in error.reason else "refused"
    what = difference(true, read)
    if not what:
        return "same"
    said = set(read.warnings) - set(true.warnings)
    return f"{what}, said" if said else f"{what}, silent"


def fuzz(path: Path, damages: range, seed: int) -> Counter[str]:
    """Return how often each outcome was, of these damages of a file.

    Another process reads; after one that kills it, the next takes over.
    """
    counts: Counter[str] = Counter()
    with tqdm(total=len(damages), desc=path.name, disable=None) as bar:
        first = damages.start
        while first < damages.stop:
            asked = [seed, first, damages.stop, path]
            command = [sys.executable, "-m", "benchmarks.damage.tried"]
            with subprocess.Popen(
                [*command, *map(str, asked)], stdout=subprocess.PIPE, text=True
            ) as process:
                assert process.stdout is not None
                for line in process.stdout:
                    number, _, word = line.rstrip().partition(" ")
                    first = int(number) + 1
                    _count(counts, path, int(number), word)
                    bar.update()
            if process.returncode:
                ended = f"FAILED: its reader ended with {process.returncode}"
                _count(counts, path, first, ended)
                first += 1
                bar.update()
    return counts


def _count(counts: Counter[str], path: Path, number: int, word: str) -> None:
    counts[word] += 1
    if word.startswith("FAILED"):
        print(f"{path.name}, damage {number}: {word}", flush=True)


def made_files(folder: Path) -> list[Path]:
    """Write a small file of each format with known samples."""
    from tests.io.aecg import test_aecg as aecg
    from tests.io.cardiosoft import test_cardiosoft as cardiosoft
    from tests.io.delimited import test_delimited as delimited
    from tests.io.dicom import test_dicom_waveforms as dicom
    from tests.io.edf import test_edf as edf
    from tests.io.ishne import test_ishne as ishne
    from tests.io.made_files import dicom_group, ecg_uv, write_dicom, write_wfdb
    from tests.io.made_philips import write_philips
    from tests.io.muse import test_muse as muse
    from tests.io.schiller import test_schiller as schiller
    from tests.io.scp import test_scp as scp

    def own(name: str) -> Path:
        place = folder / name
        place.mkdir()
        return place

    header = write_wfdb(own("wfdb"), ecg_uv())
    return [
        header,
        header.with_suffix(".dat"),
        write_dicom(own("dicom"), [dicom_group(ecg_uv(), dicom.twelve())]),
        edf.write(own("edf"), edf.leads()),
        ishne.write(own("ishne")),
        scp.write(own("scp")),
        muse.write(own("muse")),
        cardiosoft.write(own("cardiosoft")),
        schiller.write(own("schiller")),
        aecg.write(own("aecg")),
        write_philips(own("philips")),
        delimited.write(own("csv"), delimited.table()),
    ]


def row(name: str, counts: Counter[str]) -> str:
    """Return a row of the table: what changed, and of that what without a word."""
    parts = [name, str(counts["refused"]), str(counts["same"])]
    for kind in KINDS:
        silent = counts[f"{kind}, silent"]
        parts.append(f"{silent + counts[f'{kind}, said']} / {silent}")
    failed = sum(n for word, n in counts.items() if word.startswith("FAILED"))
    return " | ".join([*parts, str(counts[UNFORESEEN]), str(failed)])


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="+", metavar="NAME", default=())
    arguments = parser.parse_args(given)
    failed = 0
    damages = range(arguments.first, arguments.first + arguments.number)
    print(
        "file | refused | same | " + " | ".join(KINDS) + " | unforeseen | failed",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        for path in arguments.files or made_files(Path(folder)):
            name = path.name if arguments.files else path.parent.name + path.suffix
            if arguments.only and name not in arguments.only:
                continue
            counts = fuzz(path, damages, arguments.seed)
            failed += sum(n for w, n in counts.items() if w.startswith("FAILED"))
            print(row(name, counts), flush=True)
    print(f"changed / of these without a word; {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
