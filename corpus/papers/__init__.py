"""One parser for each kind of paper; `corpus.reading` makes a `Document` of what each finds."""
