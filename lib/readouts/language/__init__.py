"""From bytes to words: files or text come in, text that can be matched goes out.

Encodings, one normalized spelling whose every position leads back to the source, zones,
sentences, words with their parts of speech, and the word lists of ``data/lexicon/``. Nothing in
here knows what a meeting, a person or a proposal is.
"""
