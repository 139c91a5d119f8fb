"""NLTK's English stemmer, without the rest of NLTK: a tenth of a second that every start of the terminal would wait for.

The file that holds it is run as a module of this program's own. What it imports for other languages and for stop words has
stand-ins; NLTK is imported whole where its file asks for anything else.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec, module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, Protocol

_OWN = "index.language._nltk_"
"""How the names of modules begin that are run from NLTK's files; no other code finds them."""


class Stemmer(Protocol):
    """Takes the endings off a word."""

    def stem(self, token: str) -> str:
        """The word's stem."""
        ...


def english_stemmer() -> Stemmer:
    """A stemmer, ready for use."""
    try:
        made: Stemmer = _snowball().EnglishStemmer()
    except (ImportError, AttributeError, TypeError, OSError):
        # an NLTK of another make: slower to import, the same stems
        from nltk.stem.snowball import EnglishStemmer

        made = EnglishStemmer()
    return made


def _snowball() -> ModuleType:
    """NLTK's stemmers, with what English needs of what they import."""
    nltk = find_spec("nltk")
    if nltk is None or nltk.origin is None:
        raise ModuleNotFoundError(name="nltk")
    stem = Path(nltk.origin).parent / "stem"
    return _run(
        stem / "snowball.py",
        {
            "nltk": SimpleNamespace(redos=re),  # patterns of Arabic
            "nltk.corpus": SimpleNamespace(stopwords=()),
            "nltk.stem": SimpleNamespace(porter=SimpleNamespace(PorterStemmer=object)),
            "nltk.stem.api": _run(stem / "api.py", {}),
            "nltk.stem.util": _run(stem / "util.py", {}),
            "nltk.termsec": SimpleNamespace(safe_print=print),
        },
    )


def _run(path: Path, imported: Mapping[str, object]) -> ModuleType:
    """The module of a file, to which NLTK is these modules; nothing is changed for anybody else."""

    def import_module(name: str, *args: Any, **named: Any) -> Any:
        if name.partition(".")[0] != "nltk":
            return builtins.__import__(name, *args, **named)
        if name not in imported:
            raise ModuleNotFoundError(name=name)
        return imported[name]

    loader = SourceFileLoader(_OWN + path.stem, str(path))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None, "the loader is given"
    module = module_from_spec(spec)
    module.__dict__["__builtins__"] = {**vars(builtins), "__import__": import_module}
    loader.exec_module(module)
    return module
