"""Pytest fixtures around the pretend upstream; import them in a conftest, or name this module as plugin."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.upstream.foreign import ForeignListener
from tests.upstream.server import StrictUpstream

UpstreamFactory = Callable[..., StrictUpstream]


@pytest.fixture
def upstream_factory() -> Iterator[UpstreamFactory]:
    """Give a function that starts upstreams (arguments as StrictUpstream); all end with the test."""
    with ExitStack() as running:

        def start(*arguments: object, **options: object) -> StrictUpstream:
            return running.enter_context(StrictUpstream(*arguments, **options))  # type: ignore[arg-type]

        yield start


@pytest.fixture
def foreign_listener() -> Iterator[ForeignListener]:
    """Give a listener that must hear nothing; the test says so with assert_silence."""
    with ForeignListener() as listener:
        yield listener
