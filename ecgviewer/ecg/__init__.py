"""The domain: what an ECG is. Standard library and NumPy only."""
