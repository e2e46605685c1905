"""``python -m ecgviewer``."""

import sys

from ecgviewer.app import main

sys.exit(main())
