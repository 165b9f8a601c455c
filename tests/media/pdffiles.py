"""PDFs written by hand for tests: scanned, locked, cut off, bombs."""

from __future__ import annotations

import zlib


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects, the first of which is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, trailer, start
    )  # fmt: skip


def stream(data: bytes, keys: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), keys, packed)


def page(content: bytes, resources: bytes = b"", *more: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of one page; `more` are objects from number 5 on."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << %s >> >>"
        % resources,
        stream(content),
        *more,
        trailer=trailer,
    )


COURIER = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >>"


def typed(*lines: tuple[float, float, str], extra: bytes = b"") -> bytes:
    """A page with lines of Courier 12 at x and y, points from the bottom left."""
    shown = b"".join(
        b"1 0 0 1 %f %f Tm (%s) Tj\n" % (x, y, text.replace("(", "\\(").replace(")", "\\)").encode("latin-1"))
        for x, y, text in lines
    )
    return page(b"BT /F 12 Tf\n" + shown + b"ET\n" + extra, COURIER)


def scanned() -> bytes:
    grey = stream(
        b"\x80" * 64,
        b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8",
    )
    return page(b"612 0 0 792 0 0 cm /I Do", b"/XObject << /I 5 0 R >>", grey)


def locked() -> bytes:
    """Encrypted with a password that nobody knows."""
    keys = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -44 >> /ID [<00> <00>]"
    return page(b"BT ET", COURIER, trailer=keys % (b"5a" * 32, b"a5" * 32))
