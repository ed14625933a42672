"""Make the clips that a stall speaks with; people's recordings may replace them file by file.

Needs the programs espeak-ng and ffmpeg; the shop itself needs neither.
"""

import array
import io
import shutil
import subprocess
import wave
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.modules.stalls.core.vocabulary import CLIPS, Clip

VOICE: Final = "vi-vn-x-south+f2"
"""The southern Vietnamese voice reads both: Khmer's sounds are given to it as phonemes."""

SPEED = "140"
QUIET = 300
"""Samples below this (of 32,767) at either end are cut off."""

PEAK = 30_000
MARGIN = 220
"""Samples kept beside the cut, 10 ms, so that nothing clicks."""


class Command(BaseCommand):
    """``make_voice`` writes every clip again; ``--only da-nhan dong`` writes some."""

    help = "Make the clips of the stalls' voice with espeak-ng and ffmpeg."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where to and which."""
        parser.add_argument("--only", nargs="*", default=[], help="names of clips")
        parser.add_argument("--to", type=Path, default=folder(), help="folder of the clips")

    def handle(self, *_args: object, **options: object) -> None:
        """Make the clips and say what they weigh."""
        for program in ("espeak-ng", "ffmpeg"):
            if shutil.which(program) is None:
                raise CommandError(f"{program} is not installed.")
        target, only = Path(str(options["to"])), options["only"]
        names = set(only) if isinstance(only, list) else set()
        total = 0
        for language, clips in CLIPS.items():
            (target / language).mkdir(parents=True, exist_ok=True)
            for clip in clips:
                if not names or clip.name in names:
                    total += write(clip, target / language / f"{clip.name}.mp3")
        self.stdout.write(f"{total} bytes in {target}")


def folder() -> Path:
    """Return where the clips lie in the project."""
    return Path(settings.BASE_DIR) / "themes/base/static/themes/base/voice"


def write(clip: Clip, path: Path) -> int:
    """Speak ``clip`` into ``path`` and return the bytes written."""
    said = f"[[{clip.sound}]]" if clip.sound else " ".join(clip.words)
    speak = ["espeak-ng", "-v", VOICE, "-s", SPEED, "--stdout", said]
    spoken = subprocess.run(speak, check=True, capture_output=True).stdout  # noqa: S603 - our own words
    encode = ["ffmpeg", "-loglevel", "error", "-y", "-f", "s16le", "-ar", "22050", "-ac", "1"]
    encode += ["-i", "-", "-map_metadata", "-1", "-fflags", "+bitexact", "-b:a", "32k", str(path)]
    subprocess.run(encode, check=True, input=trimmed(spoken))  # noqa: S603 - our own words
    return path.stat().st_size


def trimmed(spoken: bytes) -> bytes:
    """Return the samples of a WAV file without its silent ends, all clips equally loud."""
    with wave.open(io.BytesIO(_with_true_length(spoken))) as sound:
        samples = array.array("h", sound.readframes(sound.getnframes()))
    loud = [at for at, one in enumerate(samples) if abs(one) > QUIET]
    kept = samples[max(0, loud[0] - MARGIN) : loud[-1] + MARGIN]
    most = max(abs(one) for one in kept)
    return array.array("h", (one * PEAK // most for one in kept)).tobytes()


def _with_true_length(spoken: bytes) -> bytes:
    """A WAV file written to a pipe cannot know its length; say it."""
    size = len(spoken)
    riff = spoken[:4] + (size - 8).to_bytes(4, "little") + spoken[8:40]
    return riff + (size - 44).to_bytes(4, "little") + spoken[44:]
