"""Telling the language of policies: short, shouted, mixed, and in a dozen other languages."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.language.detect import detect_language

ENGLISH = (
    "Staff must not post confidential matters. The unit head decides who may speak for the office, and any breach will"
    " be reported to the personnel office within two days."
)
FRENCH = "Les agents ne doivent pas publier d'informations confidentielles sur les réseaux sans l'accord du chef."
WELSH = "Ni ddylai staff gyhoeddi gwybodaeth gyfrinachol, ac mae'n rhaid i bawb fod yn gwrtais ar y cyfryngau."

OTHERS = {
    "fr": FRENCH,
    "de": "Beschäftigte dürfen Vertrauliches nicht veröffentlichen, wenn die Leitung nicht zugestimmt hat.",
    "es": "Los empleados no deben publicar información confidencial en las redes sin el permiso de la dirección.",
    "pt": "Os funcionários não devem publicar informações confidenciais nas redes sem a autorização da chefia.",
    "it": "I dipendenti non devono pubblicare informazioni riservate sui social senza il permesso della direzione.",
    "nl": "Medewerkers mogen geen vertrouwelijke informatie op het net plaatsen zonder toestemming van de leiding.",
    "af": "Werknemers mag nie vertroulike inligting op sosiale media plaas sonder die toestemming van die hoof nie.",
    "tr": "Çalışanlar gizli bilgileri yöneticinin izni olmadan paylaşamaz ve bu kurala uymak için dikkatli olmalıdır.",
    "id": "Pegawai tidak boleh menyebarkan rahasia tanpa izin dari atasan mereka, dan harus menjaga kesopanan.",
    "ms": "Kakitangan tidak dibenarkan menyebarkan maklumat sulit tanpa kebenaran ketua mereka dan hendaklah bersopan.",
    "tl": "Ang mga empleyado ay hindi dapat mag-post ng kumpidensyal na impormasyon nang walang pahintulot.",
    "cy": WELSH,
    "sv": "Anställda får inte publicera konfidentiell information på sociala medier utan chefens tillstånd.",
    "pl": "Pracownicy nie mogą publikować poufnych informacji w mediach społecznościowych oraz powinni być uprzejmi.",
    "ja": "職員は、上司の許可なくソーシャルメディアに秘密の情報を投稿してはならない。",
    "zh": "工作人员未经主管批准不得在社交媒体上发布机密信息。",
    "ko": "직원은 상사의 허락 없이 소셜 미디어에 기밀 정보를 게시해서는 안 된다.",
    "el": "Οι υπάλληλοι δεν πρέπει να δημοσιεύουν εμπιστευτικές πληροφορίες.",
    "ru": "Сотрудники не должны публиковать служебные сведения в социальных сетях без согласия руководителя.",
    "ar": "لا يجوز للموظفين نشر معلومات سرية على وسائل التواصل الاجتماعي دون إذن رئيسهم.",
    "hi": "कर्मचारी बिना अनुमति के सोशल मीडिया पर गोपनीय जानकारी साझा न करें।",
    "zu": "Abasebenzi akumele bafake ulwazi oluyimfihlo ezinkundleni zokuxhumana ngaphandle kwemvume yomphathi.",
}

KINDS_OF_ENGLISH = {
    "plain": ENGLISH,
    "capitals": ENGLISH.upper(),
    "short": "Be polite. Do not share passwords. Ask the unit head if you are not sure which rule applies.",
    "one line": "Staff shall not post for the office.",
    "foreign names": "Ask José García, Siobhán Ó Briain or Jürgen Müller, who keep the list for the office.",
    "list": "The following are banned:\nharassment\nbullying\nthreats\nobscenity\nany other breach of the law",
    "links": "See https://example.org/de/la/les/der/die/das and write to webmaster@example.org for the form.",
    "code": "Add this to the page:\n<div class='x'>var i = 0;</div>\nThe web unit will then check that it works.",
    "scots": "Staff maunna post ony private maitters athoot the leave o the heid o the unit, an they maun be ceevil.",
    "pidgin": "Make workers no dey post any secret matter unless oga don gree. This rule na for everybody.",
    "numbers": "1. 2. 3.\n4.2 The office keeps records for 3 years.\n555-0100\n555-0101",
}


@pytest.mark.parametrize("kind", KINDS_OF_ENGLISH)
def test_english_is_recognised(kind: str) -> None:
    assert detect_language(KINDS_OF_ENGLISH[kind]) == ("en", 1.0)


@pytest.mark.parametrize("language", OTHERS)
def test_other_language_is_recognised(language: str) -> None:
    assert detect_language(OTHERS[language])[0] == language


@pytest.mark.parametrize("language", OTHERS)
def test_other_language_in_capitals_is_not_english(language: str) -> None:
    assert detect_language(OTHERS[language].upper())[0] != "en"


def test_hindi_in_latin_letters_is_hindi() -> None:
    text = "Karmchari bina anumati ke gopniya jaankari share nahi kar sakte hain, aur yeh niyam sab ke liye hai."
    assert detect_language(text)[0] == "hi"


@pytest.mark.parametrize("other", [FRENCH, WELSH])
def test_of_two_languages_the_one_with_more_paragraphs_wins(other: str) -> None:
    mostly_english = detect_language("\n".join([ENGLISH, ENGLISH, other]))
    mostly_other = detect_language("\n".join([ENGLISH, other, other, other]))
    assert mostly_english[0] == "en"
    assert mostly_other[0] != "en"
    assert 0.5 < mostly_english[1] < 1
    assert 0.5 < mostly_other[1] < 1


def test_long_text_is_judged_by_all_its_parts() -> None:
    text = "\n".join([ENGLISH] * 100 + [FRENCH] * 600)
    assert detect_language(text)[0] == "fr"


def test_one_endless_line_is_judged() -> None:
    assert detect_language((ENGLISH + " ") * 20_000) == ("en", 1.0)


@pytest.mark.parametrize("text", ["", " \n ", "12 34\n56", "Smith John\nJones Mary\nMiller Ann\nBaker Tom"])
def test_text_without_sentences_is_undetermined(text: str) -> None:
    assert detect_language(text) == ("und", 0.0)


def test_english_needs_no_model() -> None:
    script = (
        "import sys; from policylint.language.detect import detect_language;"
        f"assert detect_language({ENGLISH!r})[0] == 'en';"
        "assert not {'numpy', 'py3langid', 'spacy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True, env={"PYTHONPATH": ":".join(sys.path)})


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    language, share = detect_language(text)
    assert language
    assert 0.0 <= share <= 1.0
    assert (language, share) == detect_language(text)
