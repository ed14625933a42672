"""Reading a posted form, with or without a picture, from its bytes. Pure."""

from collections.abc import Mapping
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl


def read_form(content_type: str, body: bytes) -> tuple[Mapping[str, str], Mapping[str, bytes]]:
    """Return the texts and the files of a form, the first of each name.

    A body of another type is an empty form.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
        return dict(reversed(pairs)), {}
    return _read_parts(content_type, body) if kind == "multipart/form-data" else ({}, {})


def _read_parts(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    texts: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for part in BytesParser(policy=HTTP).parsebytes(head + body).iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            continue
        if part.get_filename() is None:
            texts.setdefault(name, content.decode("utf-8", "replace"))
        else:
            files.setdefault(name, content)
    return texts, files
