"""Store the numbers that `ecgviewer selftest` compares with: resources/selftest.json.

    python packaging/selftest_numbers.py

Run it when a model or a rule of measurement was meant to change, and look at the
difference before committing it.
"""

from pathlib import Path

from ecgviewer.cli.selftest_numbers import STORED, ExampleRun, to_text

OUT = Path(__file__).resolve().parent.parent / "resources" / STORED

if __name__ == "__main__":
    OUT.write_text(to_text(ExampleRun().numbers()), encoding="utf-8")
