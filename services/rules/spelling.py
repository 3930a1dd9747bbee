"""Putting right what somebody typed, by the catalogue's own words."""

from __future__ import annotations

import re
from collections.abc import Collection

from rapidfuzz import fuzz, process

WORD = re.compile(r"[^\W_]+", re.UNICODE)
NEAR_ENOUGH = 72
SHORTEST = 3


def corrected(text: str, vocabulary: Collection[str]) -> str:
    """The words of a search with each unknown one replaced by the nearest of the vocabulary.

    A word that begins a known one stands for it; a word that is like none is left out. Empty when nothing remains
    or nothing had to change.
    """
    words = [word.lower() for word in WORD.findall(text)][:12]
    better = [found for word in words if (found := _nearest(word, vocabulary))]
    return "" if better == words else " ".join(better)


def _nearest(word: str, vocabulary: Collection[str]) -> str:
    """The word itself, one that it begins, the one most like it, or nothing."""
    if word in vocabulary or len(word) < SHORTEST:
        return word if word in vocabulary else ""
    begun = sorted((known for known in vocabulary if known.startswith(word)), key=lambda known: (len(known), known))
    if begun:
        return begun[0]
    likely = process.extractOne(word, sorted(vocabulary), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    return likely[0] if likely else ""


def words_of(*texts: str) -> set[str]:
    """Every word of three letters or more, in small letters."""
    return {word.lower() for text in texts for word in WORD.findall(text) if len(word) >= SHORTEST}
