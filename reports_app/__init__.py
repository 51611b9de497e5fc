"""Runledger's one Django app; its rooms and the walls between them are described in docs/architecture.md."""
