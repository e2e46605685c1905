"""Training of ECG-JEPA: predicting what is hidden, in the encoder's own terms."""
