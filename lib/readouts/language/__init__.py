"""From bytes to words. Input: files or text. Output: normalized text, sentences and words.

The modules are encodings, normalization with positions in the source, zones, sentences, words with
parts of speech, and the word lists of ``data/lexicon/``. Nothing in here knows what a meeting, a
person or a proposal is.
"""
