"""Tests of the queue of record."""
