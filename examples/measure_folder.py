# %% [markdown]
# # Measure a folder to a table
#
#     python examples/measure_folder.py FOLDER TABLE.csv
#
# For thousands of recordings, `ecgviewer analyze FOLDER -o TABLE` does the same with
# several processes, and goes on where it was if something ends it.

# %% A row for each. One that cannot be read has its reason in the row.
import sys
from pathlib import Path

import pandas as pd

import ecgviewer as ev

folder, table = map(Path, sys.argv[1:3])
rows = []
for path in sorted(folder.rglob("*.hea")):
    try:
        rows.append(ev.analyze(ev.read(path), model="rr").to_row())
    except ev.ReadError as error:
        rows.append({"file": str(path), "error": str(error)})
frame = pd.DataFrame(rows)
frame.to_csv(table, index=False)
print(f"{len(frame)} rows, {frame['error'].notna().sum()} with a reason instead")

# %% Values as any others.
print(frame[["heart_rate_bpm", "pr_ms", "qrs_ms", "qtcf_ms"]].describe().round(1))
