"""Makes the example inspection: 72 synthetic cases whose figures come out as published. Run from a checkout."""
