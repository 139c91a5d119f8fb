"""A second engine, for more than one machine holds: an OpenSearch cluster proposes, the engine of this project decides.

``push`` brings a collection's generation to the cluster, by one writer at a time. ``kept`` says what stands there: passages and versions
as documents, document frequencies, what is shown, and a head for each collection, which says what is answered from.
``search`` answers a question: it asks for candidates by each door of ``index.admission``, proves that none is missing, and makes a segment of
the releases that these stand in; from there on everything is as without a cluster. ``wire`` speaks HTTP.

``searcher``, ``snapshot`` and ``library`` are what the bot is given: the protocols of ``index.library``.
"""
