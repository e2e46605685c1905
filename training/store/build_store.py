"""Read data sets into one store of tokens, and say what was read.

    python -m training.store.build_store \\
        --data ../shared/data/ptbxl ../shared/data/georgia \\
        --out runs/store

Each folder is recognised by what it holds: PTB-XL, MIMIC-IV-ECG, CODE-15%, the CinC
Challenges 2020/2021 and 2011, LUDB, or any WFDB records. The same command again goes
on where a killed run stopped. Give the store to the other commands as --cache.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ecgviewer.ai.clear.tokens import TokenConfig
from training.run.config import ending_in_a_sentence, load_config, setting
from training.sources import layout_of, list_entries, listed_not_there
from training.sources.entries import Entry
from training.store.split import Split
from training.store.store import TokenStore, open_store
from training.store.store_writing import write_store


@dataclass(frozen=True)
class BuildConfig:
    data: tuple[Path, ...] = setting(help="folders of recordings")
    out: Path = setting(Path("runs/store"), help="folder of the store")
    workers: int = setting(2, help="processes that tokenise")


def report(config: BuildConfig, entries: Sequence[Entry], store: TokenStore) -> str:
    """Return what was read, missing, refused and found twice, as text."""
    lines = [f"{folder}: {layout_of(folder).title}" for folder in config.data]
    absent = listed_not_there(config.data, entries)
    lines += ["", f"{'set':18s} recordings  patients  refused  listed, not there"]
    for name, count in sorted(Counter(entry.dataset for entry in entries).items()):
        patients = {entry.patient for entry in entries if entry.dataset == name}
        refused = sum(k.startswith(f"{name}/") for k in store.refused)
        lines.append(
            f"{name:18s} {count:10d}  {len(patients):8d}  {refused:7d}  "
            f"{absent.get(name, 0):17d}"
        )
    if store.refused:
        lines += ["", "refused, by reason"]
        for reason, count in Counter(store.refused.values()).most_common():
            lines.append(f"{count:6d}  {reason}")
    split = Split(entries, store.duplicates)
    lines += ["", f"the same signal more than once: {len(store.duplicates)} groups"]
    lines += [f"  {' = '.join(group)}" for group in store.duplicates[:20]]
    if len(store.duplicates) > 20:
        lines.append("  ... all of them in manifest.json")
    lines.append(
        f"left out of training for it, or for want of a fold: {len(split.left_out)}"
    )
    lines += ["", f"manifest sha256 {store.manifest_sha256}"]
    return "\n".join(lines)


@ending_in_a_sentence
def main(argv: Sequence[str] | None = None) -> None:
    config = load_config(BuildConfig, argv, __doc__ or "")
    entries = list_entries(config.data)
    tokens = TokenConfig()
    absent = listed_not_there(config.data, entries)
    write_store(entries, tokens, config.out, config.workers, absent)
    print(report(config, entries, open_store(config.out, entries, tokens)))


if __name__ == "__main__":
    main()
