"""Training of the residual network on the raw signal."""
