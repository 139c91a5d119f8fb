"""How much an upload may be, and what reading it may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """Limits of one upload, and how many are read ``at_once``.

    ``release_bytes`` is the setting release_max_bytes. ``unpacked_bytes`` bounds what a compressed file may become:
    a few kilobytes can unpack to gigabytes. ``memory_bytes`` counts all that the child maps, 200 MB of it before it
    reads. The longest release is read in half a second, 500 of a usual length in six.
    """

    upload_bytes: int = 26_214_400
    release_bytes: int = 8_388_608
    unpacked_bytes: int = 67_108_864
    releases: int = 500
    memory_bytes: int = 1_073_741_824
    seconds: float = 60.0
    at_once: int = 2
