"""What frozen encoders know: heart rate, durations, waves, statements of few leads."""
