"""What Hanare says to people, in each language: English in the code, the rest in a catalogue."""

from hanare.wording.sentences import Language, Said, Tellable, joined, said, verbatim

__all__ = ["Language", "Said", "Tellable", "joined", "said", "verbatim"]
