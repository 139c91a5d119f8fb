"""Questions in another language than the releases: told apart without false alarms, and said on every surface."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.asking.answer import Answer, NoAnswer
from bot.asking.desk import DeskParams
from bot.asking.scope import Scope
from bot.asking.tongue import LANGUAGES, is_foreign, languages_of, remark, speaks_as_releases
from bot.asking.verdict import Thresholds
from bot.render.card import answer_card
from bot.render.json import answer_json
from bot.render.text import answer_text
from index.store.database import Database
from tests.corpus import NOW, index_paths, open_desk, write_files
from tests.quality.topics import HERE, SPLITS

FOREIGN = {
    "de": [
        "Was hat Stoltenberg über China gesagt?",
        "Wie viel geben die Verbündeten für Verteidigung aus?",
        "Wann wurde das Abkommen unterzeichnet?",
        "Welche Sanktionen gibt es gegen Russland?",
        "Hilfe für die Ukraine",
    ],
    "fr": [
        "Qu'a dit Biden sur le climat ?",
        "Combien la France a-t-elle dépensé pour la défense ?",
        "Quand a eu lieu le sommet de l'OTAN ?",
        "Quelles sanctions contre la Russie ?",
        "aide militaire à l'Ukraine",
    ],
    "es": [
        "¿Qué dijo Biden sobre Cuba?",
        "¿Cuánto dinero recibió Ucrania en 2023?",
        "¿Quién firmó el acuerdo?",
        "las vacunas contra el coronavirus",
    ],
    "it": [
        "Che cosa ha detto Stoltenberg sulla Cina?",
        "Quanto spende l'Italia per la difesa?",
        "Chi ha firmato l'accordo?",
        "le sanzioni contro la Russia",
    ],
    "pt": [
        "O que disse o presidente sobre o clima?",
        "Quanto dinheiro foi gasto na defesa?",
        "Quando foi assinado o acordo?",
        "ajuda militar para a Ucrânia",
    ],
    "nl": [
        "Wat zei Stoltenberg over China?",
        "Hoeveel geeft Nederland uit aan defensie?",
        "Wanneer werd het akkoord getekend?",
        "Welke sancties zijn er tegen Rusland?",
    ],
    "pl": [
        "Co powiedział Stoltenberg o Chinach?",
        "Ile pieniędzy dostała Ukraina?",
        "Kiedy podpisano umowę?",
        "sankcje wobec Rosji",
    ],
    "tr": [
        "Stoltenberg Çin hakkında ne dedi?",
        "Ukrayna'ya ne kadar yardım gönderildi?",
        "Anlaşma ne zaman imzalandı?",
        "Rusya'ya karşı yaptırımlar",
    ],
    "ru": [
        "Что сказал Байден о Китае?",
        "Сколько денег получила Украина?",
        "Когда подписали договор?",
        "санкции",
    ],
    "zh": [
        "拜登对中国说了什么?",
        "北约什么时候成立?",
        "乌克兰得到了多少援助?",
    ],
    "ja": [
        "バイデンは中国について何と言いましたか?",
    ],
    "ar": [
        "ماذا قال بايدن عن الصين؟",
    ],
    "uk": [
        "Що сказав Байден про Китай?",
    ],
    "sv": [
        "Vad sade Stoltenberg om Kina?",
    ],
    "fi": [
        "Mitä Stoltenberg sanoi Kiinasta?",
    ],
}

NAMES = [
    "Jens Stoltenberg",
    "Bundeswehr",
    "Merkel Macron Scholz",
    "San Jose Costa Rica",
    "El Salvador Bukele",
    "Rio Grande do Sul floods",
    "pro forma Santa Fe",
    "habeas corpus",
    "NATO",
    "",
]

ENGLISH = (
    "Budget meeting of the committee. The committee discussed the orchard budget with great care.",
    "Secretary General in Washington. On Wednesday, the Secretary General delivered a speech.",
)
FRENCH = (
    "Réunion du comité. Le comité a examiné le budget avec le plus grand soin.",
    "Le ministre à Bruxelles. Mercredi, le ministre a prononcé un discours sur la défense.",
)


def english_questions() -> Sequence[str]:
    """All questions of the quality bench."""
    files = [HERE / f"{split}.jsonl" for split in SPLITS]
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line)["question"] for line in lines]


def test_no_english_question_of_the_bench_is_called_foreign() -> None:
    questions = english_questions()

    assert 390 == len(questions)
    assert [] == [question for question in questions if is_foreign(question, ["en"])]


def test_nine_in_ten_questions_in_other_languages_are_told() -> None:
    questions = [question for questions in FOREIGN.values() for question in questions]
    told = [question for question in questions if is_foreign(question, ["en"])]

    assert len(FOREIGN) >= 10
    assert len(questions) >= 40
    assert len(told) > 0.9 * len(questions)


@pytest.mark.parametrize("text", NAMES)
def test_names_and_few_words_are_in_any_language(text: str) -> None:
    assert not is_foreign(text, ["en"])


def test_question_in_one_of_the_releases_languages_is_not_foreign() -> None:
    for language, questions in FOREIGN.items():
        assert [] == [question for question in questions if is_foreign(question, ["en", language])], language


def test_languages_are_those_of_a_good_share_of_the_texts() -> None:
    assert ["en"] == languages_of(ENGLISH)
    assert ["en", "fr"] == languages_of((*ENGLISH, ENGLISH[0] + " Again.", *FRENCH))
    assert ["en"] == languages_of((*ENGLISH * 10, FRENCH[0]))
    assert [] == languages_of(("Nr. 7",))


def test_sentence_names_the_languages() -> None:
    question = FOREIGN["de"][0]

    assert "The releases are in English. Please ask in English." == remark(question, ENGLISH)
    both = remark(question, (*ENGLISH, ENGLISH[0] + " Again.", *FRENCH))
    assert "The releases are in English and French. Please ask in English or French." == both
    assert remark(question, ()) is None


def test_every_language_has_a_name() -> None:
    assert all(len(code) == 2 and name[0].isupper() for code, name in LANGUAGES.items())


async def test_only_questions_in_the_releases_own_words_are_theirs_without_a_look_at_languages(
    tmp_path: Path,
) -> None:
    text = "The committee said nothing about the orchard budget. What have they said when asked? That they will answer."
    files = {f"en/{n}.md": _release(n, text) for n in range(12)}
    await index_paths(tmp_path / "a.db", write_files(tmp_path / "files", files) / "en")
    async with Database.open(tmp_path / "a.db") as database:
        desk, _ = await open_desk(database)

        def alike(question: str) -> bool:
            return speaks_as_releases(question, desk.snapshot, Scope().collections)

        assert alike("what have they said about Walruses in Bergen?")
        assert not alike("walruses")
        assert not alike("")
        assert not alike("Bergen Budget Committee")
        assert [] == [one for questions in FOREIGN.values() for one in questions if alike(one)]
        assert not speaks_as_releases("what have they said?", desk.snapshot, frozenset({"1/other"}))


async def ask(tmp_path: Path, question: str, params: DeskParams | None = None) -> Answer | NoAnswer:
    """What a desk over English releases says."""
    english = {
        f"en/{n}.md": _release(n, "The committee discussed the orchard budget with great care.")
        for n in range(12)
    }
    await index_paths(tmp_path / "a.db", write_files(tmp_path / "files", english) / "en")
    async with Database.open(tmp_path / "a.db") as database:
        desk, _ = await open_desk(database, params=params)
        return await desk.answer(question, scope=Scope(), now=NOW)


def _release(number: int, text: str) -> str:
    return f"---\ntitle: Budget meeting {number}\ndate: 2023-01-{number + 1:02}\n---\n\n{text}\n"


async def test_remark_stands_first_on_every_surface(tmp_path: Path) -> None:
    result = await ask(tmp_path, "Was hat der Ausschuss über den Haushalt gesagt?")

    sentence = "The releases are in English. Please ask in English."
    assert isinstance(result, NoAnswer)
    assert sentence == result.notes[0]
    assert sentence in answer_card(result).text
    assert sentence in json.dumps(answer_json(result))
    assert sentence in answer_text(result, width=80, now=NOW)


@pytest.mark.parametrize(
    "question", ["what was said about walruses in Bergen?", "what was said about the orchard budget?", ""]
)
async def test_english_questions_get_no_remark_whatever_they_come_to(tmp_path: Path, question: str) -> None:
    result = await ask(tmp_path, question)

    assert not any("Please ask in" in note for note in result.notes)


async def test_remark_stands_first_where_only_the_closest_was_found(tmp_path: Path) -> None:
    never_sure = DeskParams(thresholds=Thresholds(answer=1.0, closest=0.0))
    result = await ask(tmp_path, "Was hat der Ausschuss über das budget gesagt?", never_sure)

    assert isinstance(result, Answer)
    assert "closest" == result.status
    assert result.notes[0] == "The releases are in English. Please ask in English."
    assert "Please ask in English" in answer_card(result).text


async def test_where_nothing_is_indexed_no_language_is_claimed(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "a.db") as database:
        desk, _ = await open_desk(database)
        result = await desk.answer("Was hat der Ausschuss gesagt?", scope=Scope(), now=NOW)

    assert not any("Please ask in" in note for note in result.notes)
