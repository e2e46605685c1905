"""The paper with its traces."""
