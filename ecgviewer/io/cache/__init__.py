"""What is kept between runs: catalogue, surveys, a reader's edits."""
