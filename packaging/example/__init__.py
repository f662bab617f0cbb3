"""Makes the example inspection: 72 synthetic cases whose figures come out as the published ones. Run from a checkout."""
