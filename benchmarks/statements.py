"""How often a statement is made of recordings that can be read, and of others.

python -m benchmarks.statements PVC ../shared/data/cinc2011/*.hea

Nothing is known of what is true there; a rare statement should be rare, and no more
often made where the program itself says that a recording cannot be read.
"""

import argparse
from collections import Counter
from pathlib import Path

from tqdm import tqdm

from ecgviewer.ai.inference import predict
from ecgviewer.ai.installed import load_installed
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.analysis.quality.long_quality import quality_of
from ecgviewer.analysis.quality.quality import read_quality_model
from ecgviewer.io import ReadError, read_recording
from ecgviewer.paths import model_dir


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("code", help="of the statement, such as PVC")
    parser.add_argument("files", nargs="+", type=Path)
    arguments = parser.parse_args()
    bundle = load_installed()
    if arguments.code not in {spec.code for spec in bundle.labels if spec.shown}:
        parser.error(f"the network makes no statement {arguments.code}")
    model = read_quality_model(model_dir("quality"))
    asked: Counter[bool] = Counter()
    made: Counter[bool] = Counter()
    abstained = refused = 0
    for path in tqdm(arguments.files):
        try:
            recording = read_recording(path)
        except ReadError as error:
            tqdm.write(str(error))
            refused += 1
            continue
        beats = detect_r_peaks(recording)
        said = {f.code: f for f in predict(recording, beats, bundle).findings}
        if arguments.code not in said:
            abstained += 1
            continue
        readable = bool(quality_of(recording, beats, model).acceptable)
        asked[readable] += 1
        made[readable] += said[arguments.code].probability >= 0.5
    if refused == len(arguments.files):
        raise SystemExit(f"nothing could be read; files refused: {refused}")
    for readable, words in ((True, "recordings that can be read"), (False, "others")):
        print(
            f"{arguments.code} at even odds, {words}: {made[readable]} of "
            f"{asked[readable]}"
        )
    print(f"no answer: {abstained}; files that cannot be read: {refused}")


if __name__ == "__main__":
    main()
