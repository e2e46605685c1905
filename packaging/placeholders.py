"""What stands in the frozen program for libraries that others import and never call.

captum and NeuroKit2 import matplotlib, Pillow and scikit-learn when they are imported
themselves, for pictures and clusters that the program never asks for.
"""

import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

REPLACED = ("matplotlib", "mpl_toolkits", "PIL", "sklearn")


class Finder(MetaPathFinder, Loader):
    """Finds each module of ``REPLACED``; asked last, it is found only if none is there.

    Every name in such a module is a class, so that it can be imported, inherited and
    stand in an annotation. To use one otherwise is an ``ImportError``.
    """

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] not in REPLACED:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def exec_module(self, module: ModuleType) -> None:
        # Older than any that a library would use if it finds it.
        vars(module)["__version__"] = "0"
        vars(module)["__getattr__"] = _names_of(module.__name__)


def install() -> None:
    """Let the modules be found from now on."""
    sys.meta_path.append(Finder())


class _Absent(type):
    def __getattr__(cls, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        raise ImportError(f"{cls.__module__} is not in the frozen program")

    def __call__(cls, *_arguments: object, **_keywords: object) -> object:
        raise ImportError(f"{cls.__module__} is not in the frozen program")


def _names_of(module: str) -> Callable[[str], type]:
    def named(name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent(name, (), {"__module__": module})

    return named
