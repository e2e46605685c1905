"""Samples in FLAC files: the only module that imports ``soundfile``."""

from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.io.errors import SampleError

# The signature and as much of STREAMINFO, which must follow it, as is looked at here.
STREAM_INFO_BYTES = 26
# libsndfile fails on reads of more than 2**24 samples, and FLAC has up to 8 channels.
FRAMES_AT_ONCE = 2**20


@dataclass(frozen=True)
class StreamInfo:
    """What a FLAC file says of itself; ``n_samples`` is per channel."""

    n_channels: int
    bits: int
    n_samples: int


def stream_info(start: bytes) -> StreamInfo:
    """Parse a file's first bytes; raises ``SampleError``. Source: RFC 9639, 8.2."""
    if start[:4] != b"fLaC" or len(start) < STREAM_INFO_BYTES:
        raise SampleError(phrase("this is no FLAC file, or only the beginning of one"))
    # The sampling frequency takes the uppermost 20 bits.
    packed = int.from_bytes(start[18:26], "big")
    channels, bits, n_samples = packed >> 41 & 0x7, packed >> 36 & 0x1F, packed % 2**36
    if n_samples == 0:
        # Allowed, for an encoder that cannot go back; libsndfile does not read its end.
        raise SampleError(
            phrase("the FLAC stream does not say how many samples it has")
        )
    return StreamInfo(channels + 1, bits + 1, n_samples)


def read_flac(file: BinaryIO, start: int, stop: int) -> NDArray[np.int32]:
    """Return a stretch of samples, shape (stop - start, n_channels).

    Raises ``SampleError`` if the stream is damaged there or ends before.
    """
    import soundfile

    try:
        file.seek(0)
        bits = stream_info(file.read(STREAM_INFO_BYTES)).bits
        file.seek(0)
        with soundfile.SoundFile(file) as sound:
            samples = np.empty((stop - start, sound.channels), dtype=np.int32)
            sound.seek(start)
            for first in range(0, len(samples), FRAMES_AT_ONCE):
                part = samples[first : first + FRAMES_AT_ONCE]
                n_read = len(sound.read(out=part))
                if n_read < len(part):
                    reason = phrase(
                        "the FLAC stream ends after {start}",
                        start=start + first + n_read,
                    )
                    raise SampleError(reason)
    except (soundfile.SoundFileError, TypeError, ValueError) as error:
        text = getattr(error, "error_string", str(error))
        detail = " ".join(text.split()).removeprefix("Error : ").rstrip(".")
        raise SampleError(
            phrase("the FLAC stream is damaged ({detail})", detail=detail)
        ) from error
    # libsndfile fills the upper bits of 32, whatever the width of the samples.
    samples >>= 32 - bits
    return samples
