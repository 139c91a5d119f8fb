from collections.abc import Iterable, Mapping, Sequence

class BM25Okapi:
    k1: float
    b: float
    epsilon: float
    corpus_size: int
    avgdl: float
    idf: Mapping[str, float]
    average_idf: float
    def __init__(
        self,
        corpus: Iterable[Sequence[str]],
        tokenizer: None = ...,
        k1: float = ...,
        b: float = ...,
        epsilon: float = ...,
    ) -> None: ...
    def _initialize(self, corpus: Iterable[Sequence[str]]) -> Mapping[str, int]: ...
    def _calc_idf(self, nd: Mapping[str, int]) -> None: ...
    def get_scores(self, query: Sequence[str]) -> Sequence[float]: ...
