"""Counts the words of a text."""


def words(text):
    """The words of a text, in lower case."""
    return [word.strip(".,;:!?").lower() for word in text.split()]


def count(text):
    """How often each word occurs."""
    counts = {}
    for word in words(text):
        counts[word] = counts.get(word, 0) + 1
    return counts


