"""A residual network on the raw signal in millivolts."""
