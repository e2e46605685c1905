"""Process start to traces on the screen, against EDFbrowser showing the same recording.

    python -m benchmarks.edfbrowser        (needs Xvfb and edfbrowser: Debian packages)

Both programs are started on a virtual screen whose memory is watched: the moment
counted is the first after which the middle of the picture stays what it will be. The
recording is synthetic, 12 leads of 10 s, written as EDF with a montage for EDFbrowser
and as WFDB for ecgviewer.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

SCREEN = (1366, 768)
# Seen part: inside both programs' traces, beside panels that fill later.
SEEN_ROWS, SEEN_COLUMNS = slice(60, 260), slice(20, 400)
SETTLED_S = 6.0
STEP_S = 0.005
FULL_SCALE_MV = 10.0


def write_edf(signal_mv: np.ndarray, leads: Sequence[str], fs: int, path: Path) -> None:
    """Write whole seconds of a signal as 16-bit EDF."""
    n_leads, n_seconds = len(leads), signal_mv.shape[1] // fs

    def field(value: object, width: int) -> bytes:
        return str(value).ljust(width)[:width].encode()

    head = [
        *(field("0", 8), field("X X X X", 80), field("Startdate X X X X", 80)),
        *(field("01.01.20", 8), field("00.00.00", 8), field(256 * (n_leads + 1), 8)),
        *(field("", 44), field(n_seconds, 8), field(1, 8), field(n_leads, 4)),
    ]
    per_lead = (
        *(([f"ECG {lead}" for lead in leads], 16), ([""] * n_leads, 80)),
        *((["mV"] * n_leads, 8), ([-FULL_SCALE_MV] * n_leads, 8)),
        *(([FULL_SCALE_MV] * n_leads, 8), ([-32768] * n_leads, 8)),
        *(([32767] * n_leads, 8), ([""] * n_leads, 80), ([fs] * n_leads, 8)),
        ([""] * n_leads, 32),
    )
    for values, width in per_lead:
        head += [field(value, width) for value in values]
    steps = np.round(signal_mv[:, : n_seconds * fs] * 32767 / FULL_SCALE_MV)
    records = steps.astype("<i2").reshape(n_leads, n_seconds, fs).transpose(1, 0, 2)
    path.write_bytes(b"".join(head) + records.tobytes())


def write_montage(leads: Sequence[str], path: Path) -> None:
    """Write EDFbrowser's montage that shows every lead, 1 mV to the centimetre."""
    rows = "".join(
        "<signalcomposition><num_of_signals>1</num_of_signals>"
        "<voltpercm>1.000000</voltpercm><screen_offset>0.000000</screen_offset>"
        "<polarity>1</polarity><color>8</color><filter_cnt>0</filter_cnt>\n"
        f"<signal>\n<label>{f'ECG {lead}':16s}</label>\n<factor>1.0</factor>\n</signal>"
        "\n</signalcomposition>\n".replace("><", ">\n<")
        for lead in leads
    ).replace("><", ">\n<")
    path.write_text(
        '<?xml version="1.0"?>\n<EDFbrowser_montage>\n'
        f"{rows}<pagetime>100000000</pagetime>\n</EDFbrowser_montage>\n"
    )


@contextmanager
def virtual_screen(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield a display's name and the file that holds its pixels."""
    read, write = os.pipe()
    size = f"{SCREEN[0]}x{SCREEN[1]}x24"
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", size]
    server = subprocess.Popen(
        [*command, "-fbdir", str(folder)],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    try:
        display = ":" + os.read(read, 16).decode().strip()
        yield display, folder / "Xvfb_screen0"
    finally:
        server.terminate()
        server.wait()
        os.close(read)
        os.close(write)


def seconds_to_traces(
    command: Sequence[str],
    display: str,
    pixels: Path,
    home: Path,
    picture: Path | None = None,
) -> float:
    """Return when, after its start, a program's picture was what it then remained.

    ``picture`` is where to save what the screen showed at the end.
    """
    environment = dict(os.environ) | {
        **{"DISPLAY": display, "HOME": str(home), "QT_QPA_PLATFORM": "xcb"},
        "XDG_RUNTIME_DIR": str(home),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    width, height = SCREEN
    data = np.memmap(pixels, np.uint8, "r")
    screen = data[-4 * width * height :].reshape(height, width, 4)
    seen = screen[SEEN_ROWS, SEEN_COLUMNS, :3]
    frames: list[tuple[float, np.ndarray]] = []
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while (now := time.perf_counter() - start) < SETTLED_S:
        frame = seen[::2, ::2].copy()
        if not frames or not np.array_equal(frame, frames[-1][1]):
            frames.append((now, frame))
        time.sleep(STEP_S)
    if picture is not None:
        save_picture(screen.copy(), picture)
    process.terminate()
    process.wait()
    last = frames[-1][1]
    if not last.any():
        sys.exit(f"{command[0]} drew nothing")
    late = [t for t, frame in frames if np.mean((frame != last).any(axis=2)) > 0.01]
    return next(t for t, _ in frames if not late or t > late[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--pictures", type=Path, help="folder for what was seen")
    arguments = parser.parse_args()
    missing = [name for name in ("Xvfb", "edfbrowser") if shutil.which(name) is None]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}")
    import wfdb

    from training.bundle.probe import probe_recording

    recording = probe_recording()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fs, leads = round(recording.fs), recording.leads
        signal = np.asarray(recording.signal_mv, dtype=np.float64)
        write_edf(signal, leads, fs, folder / "a.edf")
        write_montage(leads, folder / "a.mtg")
        wfdb.wrsamp(
            *("a", fs, ["mV"] * len(leads), list(leads), signal.T),
            fmt=["16"] * len(leads),
            write_dir=str(folder),
        )
        commands = {
            "EDFbrowser": ["edfbrowser", str(folder / "a.edf"), str(folder / "a.mtg")],
            "ecgviewer": [sys.executable, "-m", "ecgviewer", str(folder / "a.hea")],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        with virtual_screen(folder) as (display, pixels):
            for turn in range(arguments.repeat + 1):  # the first fills the page cache
                for name, command in commands.items():
                    picture = None
                    if turn == 0 and arguments.pictures is not None:
                        picture = arguments.pictures / f"{name}.png"
                    taken = seconds_to_traces(command, display, pixels, folder, picture)
                    if turn:
                        times[name].append(taken)
    for name, taken in times.items():
        print(f"{name:12s} median {np.median(taken):.3f} s to its traces")
    ratios = np.divide(times["ecgviewer"], times["EDFbrowser"])
    print(
        f"ratio        median {np.median(ratios):.2f} x EDFbrowser "
        f"({ratios.min():.2f}-{ratios.max():.2f})"
    )


def save_picture(screen: np.ndarray, path: Path) -> None:
    from PySide6.QtGui import QImage

    height, width, _ = screen.shape
    image = QImage(screen.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    image.save(str(path))


if __name__ == "__main__":
    main()
