"""Where things stand on ECG paper: scale, layouts, calipers."""
