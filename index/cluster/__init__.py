"""A second engine, for more than one machine holds: an OpenSearch cluster proposes, the engine of this project decides.

``push`` brings a collection's generation to the cluster: passages and versions as documents (``layout``, ``packing``), document
frequencies (``frequencies``), and a head (``heads``) that says what is answered from, moved by one writer at a time.
``searcher`` takes up heads; ``snapshot`` answers from them: ``proposing`` asks the cluster for candidates by each door of
``index.admission`` and proves that none is missing, ``assembling`` makes a segment of the releases that these stand in, and from
there on everything is as without a cluster. ``client`` speaks HTTP.
"""
