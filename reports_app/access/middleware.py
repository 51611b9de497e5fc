"""Gives every request its viewer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from .viewer import Viewer

Handler = Callable[[HttpRequest], HttpResponse]


def attach_viewer(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set request.viewer, found only when it is asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: Viewer.for_user(request.user))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
