"""What the frozen program starts with."""

import os
import sys

# PyInstaller's libraries are for this program, not for a browser that it starts.
if getattr(sys, "frozen", False):
    former = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if former is not None:
        os.environ["LD_LIBRARY_PATH"] = former
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)

import placeholders

from ecgviewer.app import main

placeholders.install()
sys.exit(main())
