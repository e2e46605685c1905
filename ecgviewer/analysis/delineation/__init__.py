"""From probabilities of waves to fiducials."""
