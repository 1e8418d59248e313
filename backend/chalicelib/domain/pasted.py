"""What people type and paste, and what comes with it unseen: signs of a word processor, of a messenger, of a contact app."""

import re
import unicodedata

# Signs without a look of their own (Unicode's Default_Ignorable_Code_Point): direction marks, joiners, fillers, variations.
IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{IGNORABLE}]+")
_BLANK = re.compile(f"[{IGNORABLE}\\s\u2800]+")  # and the empty pattern of Braille
# Line ends of other programs: Word's soft one, a page break, those of old mainframes and of Unicode.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_HARD_HYPHEN = "\x1e"  # Word's hyphen that does not break
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_MOST_MARKS = 30  # accents on one letter, as in Unicode's stream-safe text (UAX 15)

# What stands between the groups of a number, or around it: any space, dash, dot, slash or bracket.
BETWEEN = (
    r"""\s()\[\]{}<>.,:;/|*_~'"`+#\u2010-\u2015\u2043\u207b\u208b\u2212\u2e3a\u2e3b\u30fc\ufe58\ufe63\uff0d\u00b7\u2022\-"""
)
_BETWEEN = re.compile(f"[{BETWEEN}]+")


def visible(text: str) -> str:
    """Return a text without signs that nobody sees, wide letters narrow; its spaces stay."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def is_blank(text: str) -> bool:
    """Whether a text shows nothing: it is empty, or made of spaces and invisible signs alone."""
    return not _BLANK.sub("", text)


def tidy(text: str) -> str:
    """Return a text as it is kept: line ends as LF, no control signs, in NFC, nothing around it; linear in its length."""
    text = _LINE_ENDS.sub("\n", text).replace(_HARD_HYPHEN, "-")
    text = _CONTROLS.sub("", text).strip()
    if text.isascii() or unicodedata.is_normalized("NFC", text := _bounded(text)):
        return text
    return unicodedata.normalize("NFC", text)


def bare(text: str) -> str:
    """Return what is left of a number as people paste it: its letters and digits, wide ones narrow, nothing between them."""
    return _BETWEEN.sub("", visible(text))


def _bounded(text: str) -> str:
    """Return the text with no more than so many accents on one letter: to sort them takes a time that grows as their square."""
    kept, run = [], 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)
