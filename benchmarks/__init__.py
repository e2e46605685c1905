"""Benchmarks: ratios against a named floor or peer measured in the same run."""

from ecgviewer.app import keep_blas_to_one_thread

# As the program runs, and before any benchmark imports numpy.
keep_blas_to_one_thread()
