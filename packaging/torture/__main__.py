"""Run with `bash packaging/torture.sh`."""

from __future__ import annotations

import sys

from torture.run import main

sys.exit(main(sys.argv[1:]))
