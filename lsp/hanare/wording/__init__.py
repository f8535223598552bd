"""What Hanare says to people, in each language: English in the code, the rest in a catalogue."""

from hanare.wording.sentences import Language, Said, joined, said

__all__ = ["Language", "Said", "joined", "said"]
