"""WFDB records: headers, samples, annotations."""
