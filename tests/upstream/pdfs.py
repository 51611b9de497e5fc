"""Write tiny but valid PDFs by hand, and pack them into zips with entries named by client.

No PDF library: the product prints its sandbox PDFs with one, and a witness must not share its mistakes.
"""

import io
import zipfile
from collections.abc import Iterable

_ZIP_TIME = (2024, 6, 30, 12, 0, 0)


def make_pdf(*, title: str, lines: Iterable[str]) -> bytes:
    """Return a one-page PDF that shows the lines; the title is kept in full Unicode.

    Shape: characters outside ASCII are shown as "?", since the built-in font has no other glyphs.
    """
    content = _content_stream(lines)
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title <FEFF%s> >>" % title.encode("utf-16-be").hex().upper().encode(),
    ]
    return _assemble(bodies)


def _content_stream(lines: Iterable[str]) -> bytes:
    shown = [b"BT /F1 12 Tf 16 TL 60 780 Td"]
    for line in lines:
        text = line.encode("ascii", "replace")
        for special in (b"\\", b"(", b")"):
            text = text.replace(special, b"\\" + special)
        shown.append(b"(" + text.replace(b"\n", b" ").replace(b"\r", b" ") + b") Tj T*")
    return b"\n".join([*shown, b"ET"])


def _assemble(bodies: list[bytes]) -> bytes:
    document = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table_at = len(document)
    document += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    for offset in offsets:
        document += b"%010d 00000 n \n" % offset
    document += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n" % (len(bodies) + 1)
    document += b"startxref\n%d\n%%%%EOF\n" % table_at
    return bytes(document)


def make_zip(entries: Iterable[tuple[str, bytes]], *, comment: bytes = b"") -> bytes:
    """Return a deflated zip of (name, content) pairs; a second entry of one name gets " (2)" and so on.

    Shape: the same entries always give the same bytes; another comment gives other bytes.
    """
    stream = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in entries:
            info = zipfile.ZipInfo(_free_name(name, taken=taken), date_time=_ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
        archive.comment = comment
    return stream.getvalue()


def _free_name(name: str, *, taken: set[str]) -> str:
    stem = name.replace("/", "-").replace("\\", "-")
    candidate, number = f"{stem}.pdf", 1
    while candidate in taken:
        number += 1
        candidate = f"{stem} ({number}).pdf"
    taken.add(candidate)
    return candidate
