"""A model bundle: weights, a card that says what they are, and a probe.

A bundle is a folder with ``weights.safetensors``, ``card.json`` and
``probe.safetensors`` (a synthetic recording). Loading runs the probe through the whole
chain, from R peaks to logits: a silent change of preprocessing becomes an error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ecgviewer.ai.bundle_files import (
    WEIGHTS,
    BundleError,
    read_card,
    read_metadata,
    read_tensors,
    write_card,
    write_tensors,
)
from ecgviewer.ai.clear.acceleration import agree, on_gpu
from ecgviewer.ai.clear.batch import make_batch
from ecgviewer.ai.clear.classifier import ClearClassifier
from ecgviewer.ai.clear.heads import HeadConfig
from ecgviewer.ai.clear.measured_numbers import with_measured
from ecgviewer.ai.clear.nets import EncoderConfig
from ecgviewer.ai.clear.tokens import BeatTokens, TokenConfig, tokenise
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording, Source

FORMAT_VERSION = 1
PROBE = "probe.safetensors"
PROBE_TOLERANCE = 2e-3


@dataclass(frozen=True)
class LabelSpec:
    """One output of the network.

    ``task`` is super, sub, diagnostic, form or rhythm. What is not ``shown`` exists to
    be compared with published results. A statement ``of_beats`` is true of a recording
    if one beat makes it so. ``threshold_at_95`` is the probability from which at least
    95 % of those who had it on fold 9 are found, ``specificity_at_95`` the share of the
    others that stays below; ``None`` where they were too few, or nobody asked.
    """

    code: str
    label: str
    task: str
    threshold: float
    of_beats: bool = False
    threshold_at_95: float | None = None
    specificity_at_95: float | None = None

    @property
    def shown(self) -> bool:
        """Whether readers see it.

        PTB-XL's subclasses repeat statements, or have the names of superclasses.
        """
        return self.task != "sub"


@dataclass(frozen=True)
class Bundle:
    """A network ready for inference, with what its card says."""

    name: str
    model: ClearClassifier
    tokens: TokenConfig
    labels: tuple[LabelSpec, ...]
    card: Mapping[str, Any]

    def for_removals(self, stretch: BeatTokens) -> ClearClassifier:
        """Return the network that evidence about a stretch asks: on a GPU, if it can.

        It can if there is one that gives the stretch the same logits as the processor.
        """
        faster = self._on_gpu
        usable = faster is not None and agree(self.model, faster, stretch)
        return faster if usable and faster is not None else self.model

    @cached_property
    def _on_gpu(self) -> ClearClassifier | None:
        return on_gpu(self.model)


def stretch_shares(
    logits: NDArray[np.float64], labels: Sequence[LabelSpec]
) -> NDArray[np.float64]:
    """Return how much each stretch of a recording counts, (n_stretches, n_labels).

    ``logits`` has the same shape. All count the same, but for statements on single
    beats, for which the stretch counts that shows them most: one premature beat is not
    taken back by what comes after it.
    """
    shares = np.full(logits.shape, 1.0 / len(logits))
    of_beats = np.array([label.of_beats for label in labels])
    surest = np.arange(len(logits))[:, None] == logits.argmax(axis=0)
    return np.where(of_beats, surest, shares)


def save_bundle(
    folder: Path,
    model: ClearClassifier,
    encoder: EncoderConfig,
    head: HeadConfig,
    tokens: TokenConfig,
    labels: Sequence[LabelSpec],
    probe: Recording,
    card: Mapping[str, Any],
) -> None:
    """Write a bundle; ``card`` holds everything that is not the model's shape."""
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    codes = {"codes": " ".join(label.code for label in labels)}
    write_tensors(folder / WEIGHTS, model.state_dict(), codes)
    signal_uv = np.round(probe.whole_signal_mv * 1000).astype(np.int16)
    write_tensors(folder / PROBE, {"signal_uv": torch.from_numpy(signal_uv)})
    stored = _probe_recording(signal_uv, probe.fs)
    full = {
        "format": FORMAT_VERSION,
        **card,
        "config": {
            "encoder": asdict(encoder),
            "head": asdict(head),
            "preprocessing": asdict(tokens),
            "leads": list(STANDARD_12),
        },
        "labels": [asdict(label) for label in labels],
        "probe": {
            "file": PROBE,
            "fs": probe.fs,
            "logits": [round(float(x), 6) for x in _logits(model, stored, tokens)],
            "tolerance": PROBE_TOLERANCE,
        },
    }
    write_card(folder, full)


def load_bundle(folder: Path, *, verify: bool = True) -> Bundle:
    """Load a bundle and verify its probe.

    Raises
    ------
    BundleError
        If a file is missing or damaged, the card does not fit the weights, or the
        probe's logits differ from the card's.
    """
    card = read_card(folder, FORMAT_VERSION)
    try:
        config = card["config"]
        encoder = EncoderConfig(**config["encoder"])
        head = HeadConfig(**config["head"])
        tokens = TokenConfig(**config["preprocessing"])
        labels = tuple(LabelSpec(**label) for label in card["labels"])
        leads = tuple(config["leads"])
        card["probe"]["logits"], card["probe"]["file"], card["probe"]["fs"]
        model = ClearClassifier(encoder, head)
    except (KeyError, TypeError, ValueError) as error:
        raise BundleError(f"{folder / 'card.json'}: incomplete card: {error}") from None
    if leads != STANDARD_12 or tokens.version != TokenConfig().version:
        raise BundleError(
            f"{folder / 'card.json'}: made for another lead order or preprocessing"
        )
    if len(labels) != head.n_labels or not all(0 < x.threshold < 1 for x in labels):
        raise BundleError(f"{folder / 'card.json'}: labels do not fit the network")
    try:
        model.load_state_dict(read_tensors(folder / WEIGHTS))
    except RuntimeError as error:
        raise BundleError(f"{folder / WEIGHTS}: {error}") from None
    if _stored_codes(folder) != [label.code for label in labels]:
        raise BundleError(
            f"{folder / 'card.json'}: its labels are not those of the weights, in order"
        )
    model.eval()
    model.requires_grad_(False)
    bundle = Bundle(str(card.get("name", folder.name)), model, tokens, labels, card)
    if verify:
        verify_probe(folder, bundle)
    return bundle


def _stored_codes(folder: Path) -> list[str]:
    return read_metadata(folder / WEIGHTS).get("codes", "").split()


def verify_probe(folder: Path, bundle: Bundle) -> None:
    """Raise ``BundleError`` unless the probe gives the logits the card promises."""
    got = probe_logits(folder, bundle)
    expected = np.array(bundle.card["probe"]["logits"])
    if got.shape != expected.shape:
        raise BundleError(f"{folder}: {len(expected)} probe logits, {len(got)} outputs")
    worst = float(np.abs(got - expected).max())
    if not worst <= PROBE_TOLERANCE:
        raise BundleError(
            f"{folder}: the probe's logits differ by {worst:.4f} from the card's; "
            "weights, preprocessing or libraries have changed"
        )


def probe_logits(folder: Path, bundle: Bundle) -> NDArray[np.float64]:
    """Return what a bundle says of its probe here and now, shape (n_labels,)."""
    return _logits(bundle.model, read_probe(folder, bundle), bundle.tokens)


def read_probe(folder: Path, bundle: Bundle) -> Recording:
    """Return the recording that a bundle is verified by, or raise ``BundleError``."""
    probe = bundle.card["probe"]
    try:
        signal_uv = read_tensors(folder / probe["file"])["signal_uv"].numpy()
    except KeyError as error:
        raise BundleError(f"{folder / PROBE}: {error}") from None
    return _probe_recording(signal_uv, probe["fs"])


def _probe_recording(signal_uv: NDArray[np.int16], fs: float) -> Recording:
    return Recording(
        signal_mv=signal_uv.astype(np.float32) / np.float32(1000),
        fs=fs,
        leads=STANDARD_12,
        source=Source(Path("probe"), "probe", ""),
    )


@torch.inference_mode()
def _logits(
    model: ClearClassifier, recording: Recording, config: TokenConfig
) -> NDArray[np.float64]:
    beats = detect_r_peaks(recording)
    stretches = tokenise(recording, beats, config)
    if model.trees is not None:
        stretches = with_measured(stretches, recording, beats)
    logits: NDArray[np.float64] = model(make_batch(stretches)).double().numpy()
    mean: NDArray[np.float64] = logits.mean(axis=0)
    return mean
