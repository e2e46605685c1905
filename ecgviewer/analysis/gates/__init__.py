"""Whether a wave is seen well enough to be measured."""
