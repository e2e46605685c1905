"""ECGs read, measured, stated, explained and drawn.

    import ecgviewer as ev

    recording = ev.read("record.hea")
    analysis = ev.analyze(recording)
    analysis.to_frame()
    ev.explain(recording, "inferior MI", method="owen").to_frame()
    ev.plot(analysis).save("page.pdf")

docs/reference/api.md describes each name of ``__all__`` and how long it stays.
Importing the package imports none of Qt, torch, SciPy and NumPy: a name is fetched
where it is first asked for.
"""

TYPE_CHECKING = False  # as typing has it, which would take longer than all the rest
if TYPE_CHECKING:
    from ecgviewer import convert
    from ecgviewer.ai.evidence.owen import EvidenceError
    from ecgviewer.ai.files import BundleError
    from ecgviewer.api.analysis import Analysis, analyze
    from ecgviewer.api.explanation import explain, statements
    from ecgviewer.api.pages import Page, plot
    from ecgviewer.ecg.recording import Recording
    from ecgviewer.explaining import Explained
    from ecgviewer.io import read_recording as read
    from ecgviewer.io.errors import ReadError

__version__ = "0.1.0"
# How a frozen program is told to read files for the window (``io.worker.pool``).
READER_ARGUMENT = "--read-files"

__all__ = [
    "Analysis",
    "BundleError",
    "EvidenceError",
    "Explained",
    "Page",
    "ReadError",
    "Recording",
    "__version__",
    "analyze",
    "convert",
    "explain",
    "plot",
    "read",
    "statements",
]

# Where each name is at home, and its name there.
_HOMES = {
    "Analysis": ("ecgviewer.api.analysis", "Analysis"),
    "BundleError": ("ecgviewer.ai.files", "BundleError"),
    "EvidenceError": ("ecgviewer.ai.evidence.owen", "EvidenceError"),
    "Explained": ("ecgviewer.explaining", "Explained"),
    "Page": ("ecgviewer.api.pages", "Page"),
    "ReadError": ("ecgviewer.io.errors", "ReadError"),
    "Recording": ("ecgviewer.ecg.recording", "Recording"),
    "analyze": ("ecgviewer.api.analysis", "analyze"),
    "explain": ("ecgviewer.api.explanation", "explain"),
    "plot": ("ecgviewer.api.pages", "plot"),
    "read": ("ecgviewer.io", "read_recording"),
    "statements": ("ecgviewer.api.explanation", "statements"),
}
# Former names that still work, with a warning, and what they are called now.
_RENAMED: dict[str, str] = {}


if not TYPE_CHECKING:  # or a name that is not there would pass for one

    def __getattr__(name):
        from importlib import import_module

        if name in _RENAMED:
            import warnings

            now = _RENAMED[name]
            text = f"ecgviewer.{name} is called ecgviewer.{now} and will be gone"
            warnings.warn(text, DeprecationWarning, stacklevel=2)
            name = now
        if name == "convert":
            return import_module("ecgviewer.convert")
        if name not in _HOMES:
            raise AttributeError(f"module 'ecgviewer' has no attribute {name!r}")
        module, there = _HOMES[name]
        found = globals()[name] = getattr(import_module(module), there)
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
