"""What became of the suggestions: offered, shown, accepted.

Clients name a suggestion by its id. What is kept of it are lengths: no text.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, count, takewhile

from hanare.server.question import Proposal
from hanare.text.units import Encoding, to_units

log = logging.getLogger(__name__)

_KEPT = 64
"""Suggestions that can still be accepted; a screen shows the alternatives of one or two."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal, and the name under which the client reports what became of it."""

    id: str
    proposal: Proposal


@dataclass(slots=True)
class Acceptance:
    """How suggestions fared. A suggestion counts once in each of the numbers."""

    offered: int = 0
    """Requests that were answered with at least one suggestion."""
    shown: int = 0
    """Suggestions that the client says it has shown; not all clients do."""
    accepted: int = 0
    accepted_partially: int = 0
    """Those of which words or lines were taken, whether or not the rest was as well."""
    accepted_characters: int = 0
    """Code points that the model wrote and the user took."""


@dataclass(slots=True)
class _Kept:
    widths: bytes
    """The client units of each character before the model's last, so that a length in units
    can be understood without the text."""
    lead: int
    """How many of these characters are not the model's."""
    source: str
    shown: bool = False
    taken: int = 0
    """How many of the model's characters are counted already."""


class Offers:
    """The suggestions sent last."""

    def __init__(self, encoding: Encoding) -> None:
        """Begin with none; `encoding` is the one in which the client counts."""
        self.counts = Acceptance()
        self._encoding = encoding
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._ids = count(1)

    def make(self, proposals: Iterable[Proposal], source: str) -> tuple[Offer, ...]:
        """Name what one request is answered with; `source` is where it came from."""
        offers = tuple(Offer(str(next(self._ids)), proposal) for proposal in proposals)
        for offer in offers:
            text = offer.proposal.lead + offer.proposal.new
            widths = bytes(to_units(char, self._encoding) for char in text)
            self._kept[offer.id] = _Kept(widths, len(offer.proposal.lead), source)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.counts.offered += bool(offers)
        return offers

    def shown(self, offer_id: str) -> None:
        """Take note that the client has shown a suggestion."""
        if (kept := self._find(offer_id)) and not kept.shown:
            kept.shown = True
            self.counts.shown += 1

    def accepted(self, offer_id: str) -> None:
        """Take note that a suggestion was accepted as a whole."""
        if kept := self._find(offer_id):
            self.counts.accepted += 1
            self._take(kept, len(kept.widths))
            del self._kept[offer_id]

    def accepted_partially(self, offer_id: str, units: int) -> None:
        """Take note that the first `units` client units of a suggestion's text are accepted.

        They count from the beginning of `insertText`, what was accepted before included.
        """
        if kept := self._find(offer_id):
            self.counts.accepted_partially += not kept.taken
            covered = takewhile(lambda end: end <= units, accumulate(kept.widths))
            self._take(kept, sum(1 for _ in covered))

    def _take(self, kept: _Kept, characters: int) -> None:
        new = max(characters - kept.lead - kept.taken, 0)
        kept.taken += new
        self.counts.accepted_characters += new
        log.info("accepted: %d characters, source %s", new, kept.source)

    def _find(self, offer_id: str) -> _Kept | None:
        kept = self._kept.get(offer_id)
        if kept is None:
            log.info("a suggestion that is not known any more was reported on")
        return kept
