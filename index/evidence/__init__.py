"""The second stage: candidates are weighed again with all that surrounds them, and become hits.

A sentence seldom holds all the words of a question: the speaker is named a sentence before, the subject in the
title. Each term of the query counts once, by the best of where it was found:

    score(passage) = kind · Σ over the query's terms t of  weight(t) · max(own(t), context(t))  +  bonuses · Σ weight(t)

own(t) is BM25's saturated frequency of t in the passage; context(t) is the constant of the nearest place
outside it that holds t; kind lowers headings and scraps. weight(t) is the first stage's idf, kept above zero, which
only tiny corpora need. Bonuses are for what the question asks beside its terms: the day, the speaker, a figure.

``weights`` holds all constants; ``places`` finds where terms stand, ``conditions`` whether day and speaker are those
asked for, ``bonuses`` what else speaks for a passage; ``weigher`` adds it up and can say what each part was.
"""
