"""What a recording is, told from its first bytes. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sound:
    """A kind of recording that phones make and play."""

    content_type: str
    extension: str


_WEBM = Sound("audio/webm", "webm")
_OGG = Sound("audio/ogg", "ogg")
_MP4 = Sound("audio/mp4", "m4a")
_WAV = Sound("audio/wav", "wav")
_MP3 = Sound("audio/mpeg", "mp3")
_STARTS = ((b"\x1a\x45\xdf\xa3", _WEBM), (b"OggS", _OGG), (b"ID3", _MP3), (b"\xff\xfb", _MP3))


def sound_type(content: bytes) -> Sound | None:
    """Return what the recording is; None for what is none.

    >>> sound_type(b"OggS rest").extension, sound_type(b"GIF89a")
    ('ogg', None)
    """
    if content[4:8] == b"ftyp":
        return _MP4
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return _WAV
    return next((sound for start, sound in _STARTS if content.startswith(start)), None)
