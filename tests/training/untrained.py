"""The size of a tiny encoder."""

from ecgviewer.ai.clear.nets import EncoderConfig

ENCODER = EncoderConfig(24, 2, 4, 48)
