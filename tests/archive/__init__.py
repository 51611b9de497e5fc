"""Tests of the archive: fetching, proving, keeping and serving zips."""
