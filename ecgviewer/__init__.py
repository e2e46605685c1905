"""A 12-lead ECG viewer that shows what a network saw, beat by beat.

Importing the package imports neither Qt nor torch.
"""

__version__ = "0.1.0"

# How a frozen program is told to read files for the window (``io.worker.pool``).
READER_ARGUMENT = "--read-files"
