"""R peaks, kinds of beats, pacing spikes."""
