"""ECG paper: the arithmetic between signal, millimetres and pixels.

Speed (mm/s) and gain (mm/mV) are the state; everything else follows from them. On
screen a millimetre is only promised when the screen's physical size is believable.
"""

from dataclasses import dataclass

MM_PER_INCH = 25.4
# A reported width or height outside these is a made-up number (EDID says 0 or 16 x 9).
MIN_SCREEN_MM = 20.0
MAX_SCREEN_MM = 2000.0
# From a wall of lamps (25 dpi) to twice the finest telephone; between, a density that
# a reader has measured is taken at its word.
MIN_PX_PER_MM, MAX_PX_PER_MM = 1.0, 40.0

SPEEDS_MM_PER_S: tuple[float, ...] = (12.5, 25.0, 50.0, 100.0)
# Below the slowest paper speed time is compressed: it shows hours, but no longer what
# a millimetre of paper means.
SLOWEST_PAPER_MM_PER_S = 12.5
GAINS_MM_PER_MV: tuple[float, ...] = (2.5, 5.0, 10.0, 20.0)

CALIBRATION_PULSE_MV = 1.0
CALIBRATION_PULSE_S = 0.2


@dataclass(frozen=True)
class PaperScale:
    """Paper speed and gain, and what they make of seconds and millivolts."""

    speed_mm_per_s: float = 25.0
    gain_mm_per_mv: float = 10.0

    def __post_init__(self) -> None:
        if self.speed_mm_per_s <= 0 or self.gain_mm_per_mv <= 0:
            raise ValueError("paper speed and gain must be positive")

    def time_to_mm(self, time_s: float) -> float:
        return time_s * self.speed_mm_per_s

    def mm_to_time(self, x_mm: float) -> float:
        return x_mm / self.speed_mm_per_s

    def amplitude_to_mm(self, amplitude_mv: float) -> float:
        return amplitude_mv * self.gain_mm_per_mv

    def mm_to_amplitude(self, y_mm: float) -> float:
        return y_mm / self.gain_mm_per_mv


def is_compressed(speed_mm_per_s: float) -> bool:
    """Tell whether this is slower than any paper runs."""
    return speed_mm_per_s < SLOWEST_PAPER_MM_PER_S


def speeds_from(slowest_mm_per_s: float) -> tuple[float, ...]:
    """Return the speeds from ``slowest_mm_per_s`` up: halved ones, then paper's.

    ``slowest_mm_per_s`` is the one that shows the whole recording; where it is no
    compressed speed, the slowest of paper that shows it all is the first.
    """
    paper = sorted({SLOWEST_PAPER_MM_PER_S, *SPEEDS_MM_PER_S})
    if not is_compressed(slowest_mm_per_s):
        whole = [speed for speed in paper if speed <= slowest_mm_per_s]
        return tuple(speed for speed in paper if speed >= whole[-1])
    halved = []
    speed = SLOWEST_PAPER_MM_PER_S / 2
    while speed > slowest_mm_per_s * 1.01:
        halved.append(speed)
        speed /= 2
    return (slowest_mm_per_s, *reversed(halved), *paper)


@dataclass(frozen=True)
class ScreenScale:
    """Pixels per paper millimetre on one screen, and whether they are true.

    ``true_scale`` is False when the screen's size is unknown or not believable; then
    ``px_per_mm`` comes from the conventional 96 dpi and no millimetre may be claimed.
    """

    px_per_mm: float
    true_scale: bool

    @staticmethod
    def from_screen(
        width_px: float, height_px: float, width_mm: float, height_mm: float
    ) -> "ScreenScale":
        """Derive the scale from a screen's size in (device-independent) px and in mm.

        A size outside 20-2000 mm, or one whose pixels would be more than 10 % from
        square, is refused.
        """
        believable = all(
            MIN_SCREEN_MM <= mm <= MAX_SCREEN_MM for mm in (width_mm, height_mm)
        )
        if believable:
            horizontal, vertical = width_px / width_mm, height_px / height_mm
            if abs(horizontal / vertical - 1) <= 0.1:
                return ScreenScale((horizontal + vertical) / 2, true_scale=True)
        return ScreenScale(96 / MM_PER_INCH, true_scale=False)

    @staticmethod
    def measured(device_px_per_mm: float, device_pixel_ratio: float) -> "ScreenScale":
        """Return the scale of a screen whose density the reader has measured.

        ``device_px_per_mm`` counts the screen's own pixels, ``device_pixel_ratio`` how
        many of them make a device-independent one.
        """
        if not MIN_PX_PER_MM <= device_px_per_mm <= MAX_PX_PER_MM:
            raise ValueError(f"no screen has {device_px_per_mm:g} pixels per mm")
        return ScreenScale(device_px_per_mm / device_pixel_ratio, true_scale=True)


def visible_grid_steps_mm(px_per_mm: float) -> tuple[float, ...]:
    """Return which grid lines are drawn at this zoom, finest first.

    Below 3 px the 1 mm lines would merge into a grey haze, so only 5 mm lines stay;
    below 0.8 px/mm those go too.
    """
    if px_per_mm >= 3:
        return (1.0, 5.0)
    if px_per_mm >= 0.8:
        return (5.0,)
    return ()
