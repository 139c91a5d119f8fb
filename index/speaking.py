"""Who speaks: a version with its passages in, the same with a speaker for each passage out."""

from __future__ import annotations

from dataclasses import replace

from index.language.speakers.attribution import attribute
from index.language.speakers.lexicon import SpeakerLexicon
from index.release import Version


def with_speakers(version: Version, lexicon: SpeakerLexicon) -> Version:
    """The version with who speaks in each passage, and for whom the release as a whole speaks."""
    attributions = attribute(
        title=version.title,
        published=version.published,
        speaker=version.speaker,
        text=version.text,
        passages=version.passages,
        lexicon=lexicon,
    )
    passages = [
        replace(passage, speaker=found.speaker, question=found.is_question)
        for passage, found in zip(version.passages, attributions, strict=True)
    ]
    return replace(version, passages=passages, voice=_voice(version, lexicon))


def _voice(version: Version, lexicon: SpeakerLexicon) -> str | None:
    """Whose office or pen the release is from, under the name that the lexicon gives them."""
    if version.speaker is None:
        return None
    person = lexicon.person_of(version.speaker, version.published)
    return person.name if person else version.speaker
