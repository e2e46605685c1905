"""ACL-ECG: pretraining by contrast of anatomical regions, then teaching."""
