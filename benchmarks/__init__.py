"""Benchmarks: ratios against a named floor or peer measured in the same run."""

from ecgviewer.app import set_threads

# As the program runs, and before any benchmark imports numpy.
set_threads()
