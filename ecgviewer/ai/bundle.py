"""A model bundle: weights, a card that says what they are, and probes.

A bundle is a folder with ``weights.safetensors``, ``card.json`` and
``probe.safetensors`` (recordings made by calculation). The card names the family, by
which the loader finds what builds the model. Loading compares the weights with the
card's hash and runs the probes through the whole chain, from R peaks to logits: a
silent change of preprocessing becomes an error. An ensemble's card names the bundles
beside it that it weighs.
"""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ecgviewer.ai.ensemble import Ensemble
from ecgviewer.ai.files import (
    CARD,
    WEIGHTS,
    BundleError,
    read_card,
    read_tensors,
    sha256_of,
    write_card,
    write_tensors,
)
from ecgviewer.ai.inputs import ModelAbstains
from ecgviewer.ai.model import (
    Calibration,
    EcgModel,
    FamilyModel,
    FloatArray,
    LabelSpec,
    recording_logits,
)
from ecgviewer.ai.ood import OodModel
from ecgviewer.ai.registry import ENSEMBLE, FAMILIES, FORMAT_VERSION
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording, Source

PROBE = "probe.safetensors"
PROBE_TOLERANCE = 2e-3
_OOD = "ood."
_CALIBRATION = "calibration."
_UNFIT = (KeyError, TypeError, ValueError, RuntimeError)


def save_bundle(
    folder: Path,
    model: "FamilyModel[Any] | Ensemble",
    probes: Mapping[str, Recording],
    card: Mapping[str, Any],
) -> None:
    """Write a bundle; ``card`` holds what is not the model's shape or weights.

    Matrices that half precision holds exactly are kept in it (``in_half_precision``).
    """
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(model, Ensemble):
        tensors = {
            "weights": torch.from_numpy(model.weights),
            "bias": torch.from_numpy(model.bias),
        }
        members = [_member(folder.parent / m.name) for m in model.members]
        shape: dict[str, Any] = {"members": members}
    else:
        tensors = {k: _shortest(v) for k, v in model.tensors().items()}
        tensors |= _own_tensors(model)
        shape = {"config": model.config()}
    write_tensors(folder / WEIGHTS, tensors)
    stored = {
        name: np.round(probe.whole_signal_mv * 1000).astype(np.int16)
        for name, probe in probes.items()
    }
    write_tensors(
        folder / PROBE, {name: torch.from_numpy(x) for name, x in stored.items()}
    )
    fs = {name: probe.fs for name, probe in probes.items()}
    logits = {
        name: [round(float(x), 6) for x in _logits(model, _probe(x_uv, fs[name]))]
        for name, x_uv in stored.items()
    }
    write_card(
        folder,
        {
            "format": FORMAT_VERSION,
            **card,
            "name": model.name,
            "family": model.family,
            **shape,
            "labels": [asdict(label) for label in model.labels],
            "weights_sha256": sha256_of(folder / WEIGHTS),
            "probe": {"fs": fs, "logits": logits, "tolerance": PROBE_TOLERANCE},
        },
    )


def in_half_precision(model: "FamilyModel[Any]") -> "FamilyModel[Any]":
    """Return a model whose float32 matrices half precision holds: half of the file.

    What it says is to be calibrated and reported with these weights.
    """
    tensors = {k: _rounded(v) for k, v in model.tensors().items()}
    labels, calibration = model.labels, model.calibration
    found: FamilyModel[Any] = FAMILIES[model.family].build(
        model.config(), tensors, model.name, labels, calibration
    )
    found.ood = model.ood
    return found


def _rounded(value: Tensor) -> Tensor:
    is_matrix = value.dtype == torch.float32 and value.ndim > 1
    return value.half().float() if is_matrix else value


def _shortest(value: Tensor) -> Tensor:
    exact = torch.equal(_rounded(value), value)
    is_matrix = value.dtype == torch.float32 and value.ndim > 1
    return value.half() if is_matrix and exact else value


def _member(folder: Path) -> dict[str, str]:
    return {"bundle": folder.name, "weights_sha256": sha256_of(folder / WEIGHTS)}


def _own_tensors(model: "FamilyModel[Any]") -> dict[str, Tensor]:
    """Return what every family keeps beside its weights."""
    arrays = {
        _CALIBRATION + "scale": model.calibration.scale,
        _CALIBRATION + "bias": model.calibration.bias,
    }
    if model.ood is not None:
        arrays |= {
            _OOD + name: np.atleast_1d(np.asarray(value)).astype(np.float32)
            for name, value in vars(model.ood).items()
        }
    return {name: torch.from_numpy(x.copy()) for name, x in arrays.items()}


def load_model(folder: Path, *, verify: bool = True) -> EcgModel:
    """Load a bundle, its members if it is an ensemble, and verify its probes.

    Raises
    ------
    BundleError
        If a file is missing or damaged, the weights are not those of the card, the
        family is unknown, or a probe's logits differ from the card's.
    """
    card = read_card(folder, FORMAT_VERSION)
    path = folder / CARD
    try:
        name, family = str(card["name"]), str(card["family"])
        labels = tuple(LabelSpec(**label) for label in card["labels"])
        card["probe"]["logits"], card["probe"]["fs"], card["weights_sha256"]
    except (KeyError, TypeError) as error:
        raise BundleError(
            phrase("{path}: incomplete card: {error}", path=path, error=error)
        ) from None
    if family != ENSEMBLE and family not in FAMILIES:
        known = ", ".join([*FAMILIES, ENSEMBLE])
        raise BundleError(
            phrase(
                "{path}: unknown family “{family}”; known: {known}",
                path=path,
                family=family,
                known=known,
            )
        )
    if not all(0 < label.threshold < 1 for label in labels):
        raise BundleError(phrase("{path}: a threshold is no probability", path=path))
    if sha256_of(folder / WEIGHTS) != card["weights_sha256"]:
        raise BundleError(
            phrase(
                "{folder}: these are not the weights that the card describes",
                folder=folder / WEIGHTS,
            )
        )
    tensors = read_tensors(folder / WEIGHTS)
    model: EcgModel
    if family == ENSEMBLE:
        model = _load_ensemble(folder, card, name, labels, tensors, verify=verify)
    else:
        model = _load_family(path, card, name, labels, tensors)
    if verify:
        verify_probes(folder, model)
    return model


def _load_family(
    path: Path,
    card: Mapping[str, Any],
    name: str,
    labels: tuple[LabelSpec, ...],
    tensors: Mapping[str, Tensor],
) -> EcgModel:
    own = {k: v for k, v in tensors.items() if not k.startswith((_OOD, _CALIBRATION))}
    try:
        calibration = Calibration(
            tensors[_CALIBRATION + "scale"].double().numpy(),
            tensors[_CALIBRATION + "bias"].double().numpy(),
        )
        if calibration.scale.shape != (len(labels),):
            raise ValueError("calibration of another number of labels")
        model: FamilyModel[Any] = FAMILIES[str(card["family"])].build(
            card["config"], own, name, labels, calibration
        )
        model.ood = _ood(tensors)
    except _UNFIT as error:
        raise BundleError(
            phrase("{path}: does not fit its weights: {error}", path=path, error=error)
        ) from None
    model.card = card
    return model


def _ood(tensors: Mapping[str, Tensor]) -> OodModel | None:
    own = {
        name.removeprefix(_OOD): value.double().numpy()
        for name, value in tensors.items()
        if name.startswith(_OOD)
    }
    if not own:
        return None
    return OodModel(
        own["mean"],
        own["axes"],
        own["spread"],
        float(own["rest"][0]),
        float(own["edge"][0]),
    )


def _load_ensemble(
    folder: Path,
    card: Mapping[str, Any],
    name: str,
    labels: tuple[LabelSpec, ...],
    tensors: Mapping[str, Tensor],
    *,
    verify: bool,
) -> Ensemble:
    path = folder / CARD
    members = []
    try:
        for row in card["members"]:
            place = folder.parent / str(row["bundle"])
            if sha256_of(place / WEIGHTS) != row["weights_sha256"]:
                raise BundleError(
                    phrase(
                        "{path}: member {place} has other weights",
                        path=path,
                        place=place.name,
                    )
                )
            members.append(load_model(place, verify=verify))
        return Ensemble(
            name,
            tuple(members),
            labels,
            tensors["weights"].double().numpy(),
            tensors["bias"].double().numpy(),
            card,
        )
    except _UNFIT as error:
        raise BundleError(
            phrase("{path}: does not fit its weights: {error}", path=path, error=error)
        ) from None


def verify_probes(folder: Path, model: EcgModel) -> None:
    """Raise ``BundleError`` unless the probes give the logits the card promises."""
    probe = model.card["probe"]
    try:
        for name, recording in read_probes(folder, model.card).items():
            expected = np.array(probe["logits"][name])
            got = _logits(model, recording)
            if got.shape != expected.shape:
                raise BundleError(
                    phrase(
                        "{folder}: {n_logits} logits of probe {name}, {n} outputs",
                        folder=folder,
                        n_logits=len(expected),
                        name=name,
                        n=len(got),
                    )
                )
            worst = float(np.abs(got - expected).max())
            if not worst <= PROBE_TOLERANCE:
                raise BundleError(
                    phrase(
                        "{folder}: the logits of probe {name} differ by {worst:.4f} "
                        "from the card's; weights, preprocessing or libraries have "
                        "changed",
                        folder=folder,
                        name=name,
                        worst=worst,
                    )
                )
    except (KeyError, ModelAbstains) as error:
        raise BundleError(f"{folder / PROBE}: {error}") from None


def read_probes(folder: Path, card: Mapping[str, Any]) -> dict[str, Recording]:
    """Return the recordings that a bundle is verified by, or raise ``BundleError``."""
    tensors = read_tensors(folder / PROBE)
    fs = card["probe"]["fs"]
    if tensors.keys() != fs.keys():
        raise BundleError(
            phrase("{path}: not the probes that the card names", path=folder / PROBE)
        )
    return {name: _probe(x.numpy(), float(fs[name])) for name, x in tensors.items()}


def _probe(signal_uv: Any, fs: float) -> Recording:
    return Recording(
        signal_mv=signal_uv.astype(np.float32) / np.float32(1000),
        fs=fs,
        leads=STANDARD_12,
        source=Source(Path("probe"), "probe", ""),
    )


def _logits(model: EcgModel, recording: Recording) -> FloatArray:
    return recording_logits(model, model.prepare(recording, detect_r_peaks(recording)))
