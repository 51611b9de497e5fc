"""The HTTP answer that carries a verified file: never inline, its type and name never upstream's choice."""

from django.http import FileResponse

from .serve import OpenedFile


def file_answer(opened: OpenedFile) -> FileResponse:
    """Build the answer; it closes the file once it is sent."""
    answer = FileResponse(
        opened.file, as_attachment=True, filename=opened.name, content_type=opened.content_type
    )
    answer["Content-Length"] = str(opened.size_bytes)
    answer["X-Content-Type-Options"] = "nosniff"
    # Set here, so that the middleware leaves it alone: nothing in a file may run, whatever opens it.
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
