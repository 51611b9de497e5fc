"""Tests of the upstream client, against servers on loopback that behave as badly as real ones."""
