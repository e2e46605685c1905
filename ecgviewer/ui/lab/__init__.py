"""The attention lab: what a network looks at, beside the paper."""
