"""Benchmarks: scripts that `make bench` runs. pytest collects none of them, and CI times nothing."""
