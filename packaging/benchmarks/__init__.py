"""What `bench.sh` prints: figures of this machine, each beside something known in the same run. No tests."""
