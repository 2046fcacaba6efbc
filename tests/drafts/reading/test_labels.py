import time

import pytest

from bot.drafts.reading import labels

PRINTED = [
    ("C9. Media", "C9.", "Media", "c9"),
    ("С9. Media", "С9.", "Media", "c9"),  # Cyrillic
    ("ะก11. Regional cooperation", "ะก11.", "Regional cooperation", "c11"),  # mojibake
    ("С 11. Regional cooperation", "С 11.", "Regional cooperation", "c11"),
    ("C.9 Media", "C.9", "Media", "c9"),
    ("C9 Media", "C9", "Media", "c9"),
    ("14. We recall", "14.", "We recall", "14"),
    ("14.2 We recall", "14.2", "We recall", "14.2"),
    ("1000. We recall", "1000.", "We recall", "1000"),
    ("(a) agree;", "(a)", "agree;", "a"),
    ("a) agree;", "a)", "agree;", "a"),
    ("(aa) agree;", "(aa)", "agree;", "aa"),
    ("2bis The Conference", "2bis", "The Conference", "2bis"),
    ("2 bis The Conference", "2 bis", "The Conference", "2bis"),
    ("2bis. (former 3 amended) We", "2bis. (former 3 amended)", "We", "2bis"),
    ("3quater The Conference", "3quater", "The Conference", "3quater"),
    ("1ter. The Conference", "1ter.", "The Conference", "1ter"),
    ("12 alt The Conference", "12 alt", "The Conference", "12alt"),
    ("Article 3 ter", "Article 3 ter", "", "article3ter"),
    ("Article 3 (mitigation)", "Article 3", "(mitigation)", "article3"),
    ("Option (b) bis: Measures", "Option (b) bis:", "Measures", "optionbbis"),
    ("Option 2: [Each Party]", "Option 2:", "[Each Party]", "option2"),
    ("Artículo 14.- Las entidades", "Artículo 14.-", "Las entidades", "artículo14"),
    ("第七条 当事人的户籍", "第七条", "当事人的户籍", "第七条"),
    ("一、管辖", "一、", "管辖", "一"),
    ("（一）书证", "（一）", "书证", "一"),
    ("( 十 二 ) 海洋技术", "( 十 二 )", "海洋技术", "十二"),  # as OCR parts it
    ("《二 ) 已知的", "《二 )", "已知的", "二"),  # as OCR reads （二）
    ("-3 يقصد بعبارة", "-3", "يقصد بعبارة", "3"),
    ("1．管辖", "1．", "管辖", "1"),
    ("1）はじめに", "1）", "はじめに", "1"),
    ("a） 用語の定義", "a）", "用語の定義", "a"),
    ("3.はじめに", "3.", "はじめに", "3"),
    ("G1：FOSSに関わる責任", "G1：", "FOSSに関わる責任", "g1"),
    ("1.4.1明确定义方案范围", "1.4.1", "明确定义方案范围", "1.4.1"),
    ("I.- FIJAR LOS HORARIOS", "I.-", "FIJAR LOS HORARIOS", "i"),
    ("a).- Presidente Municipal", "a).-", "Presidente Municipal", "a"),
    ("Art. VIII.11. La comptabilité", "Art. VIII.11.", "La comptabilité", "artviii11"),
    ("Annex A.1 (informative)", "Annex A.1", "(informative)", "annexa1"),
    ("1.pants. Likumā lietotie", "1.pants.", "Likumā lietotie", "1pants"),
    ("II nodaļa. Saeima", "II nodaļa.", "Saeima", "iinodaļa"),
    ("2. Abschnitt: Zweck", "2. Abschnitt", ": Zweck", "2abschnitt"),
    ("Art. 11bis.<Inséré par L>", "Art. 11bis.", "<Inséré par L>", "art11bis"),
    ("[OP3] Calls upon", "[OP3]", "Calls upon", "op3"),
    ("PP2 Recalling", "PP2", "Recalling", "pp2"),
    ("Pp1", "Pp1", "", "pp1"),
    ("(iv) agree", "(iv)", "agree", "iv"),
    ("IV. Means", "IV.", "Means", "iv"),
    ("b bis. In their actions", "b bis.", "In their actions", "bbis"),
    ("Annexe I : Traductions", "Annexe I :", "Traductions", "annexei"),
    ("A. Preamble", "A.", "Preamble", "a"),
    ("๗. ข้อความ", "๗.", "ข้อความ", "7"),
    ("المادة 3 التعاريف", "المادة 3", "التعاريف", "المادة3"),
    ("[2. We recall]", "2.", "[We recall]", "2"),
    ("7.bis [Developed country Parties shall", "7.bis", "[Developed country Parties shall", "7bis"),
    ("31 duodecies. The facility shall", "31 duodecies.", "The facility shall", "31duodecies"),
    ("附录 A （重要） 翻译", "附录 A", "（重要） 翻译", "附录a"),
    ("ゴール 1：責任の理解", "ゴール 1：", "責任の理解", "ゴール1"),
    ("1.a Ensure significant mobilization", "1.a", "Ensure significant mobilization", "1a"),
    ("5(a) The Parties", "5(a)", "The Parties", "5a"),
    ("5 (a). the Parties", "5 (a).", "the Parties", "5a"),
    ("12.b) agree", "12.b)", "agree", "12b"),
    ("1.º Los Estados", "1.º", "Los Estados", "1"),
    ("Action Line C7: ICT applications", "Action Line C7:", "ICT applications", "actionlinec7"),
    ("Alt. 1: [Each Party]", "Alt. 1:", "[Each Party]", "alt1"),
    ("Proposal 3: Each Party", "Proposal 3:", "Each Party", "proposal3"),
    ("§ 1: Name", "§ 1:", "Name", "§1"),
    ("§ 4º-A. Poderão", "§ 4º-A.", "Poderão", "§4a"),
    ("Art. 103-B. O Conselho", "Art. 103-B.", "O Conselho", "art103b"),
    ("Article L. 121-1. - Les", "Article L. 121-1. -", "Les", "articlel121-1"),
    ("Стаття 7-1. Обіг", "Стаття 7-1.", "Обіг", "стаття7-1"),
    ("§ 2o O prazo", "§ 2o", "O prazo", "§2"),
    ("5 a § Föreningens namn", "5 a §", "Föreningens namn", "5a§"),
    ("1. § A törvény", "1. §", "A törvény", "1§"),
    ("5. cikk", "5. cikk", "", "5cikk"),
    ("I - promover a cultura", "I -", "promover a cultura", "i"),
    ("IV – a cidadania", "IV –", "a cidadania", "iv"),
    ("II -", "II -", "", "ii"),
    ("Art. 1o A Associação é", "Art. 1o", "A Associação é", "art1"),
    ("Parágrafo Único – Compete", "Parágrafo Único –", "Compete", "parágrafoúnico"),
    ("Artículo primero.- Los", "Artículo primero.-", "Los", "artículoprimero"),
    ("Article premier", "Article premier", "", "articlepremier"),
    ("المادة الأولى: الدولة", "المادة الأولى:", "الدولة", "المادةالأولى"),
    ("المادة (٢) التعاريف", "المادة (٢)", "التعاريف", "المادة2"),
    ("PARTIE II", "PARTIE II", "", "partieii"),
    ("PRIMERO.- Aprobar", "PRIMERO.-", "Aprobar", "primero"),
    ("Segunda: Se aprueba", "Segunda:", "Se aprueba", "segunda"),
    ("أولاً - مقدمة", "أولاً -", "مقدمة", "أولا"),
    ("أ - تقرر", "أ -", "تقرر", "أ"),
    ("Teil 1 - Grundlagen", "Teil 1 -", "Grundlagen", "teil1"),
    ("Điều 1. Phạm vi", "Điều 1.", "Phạm vi", "điều1"),
    ("MADDE 1- Amaç", "MADDE 1-", "Amaç", "madde1"),
    ("Стаття 1. Право", "Стаття 1.", "Право", "стаття1"),
    ("제1조의2(목적) 이 법은", "제1조의2", "(목적) 이 법은", "제1조의2"),
    ("가. 회원", "가.", "회원", "가"),
    ("목표 1: 책임", "목표 1:", "책임", "목표1"),
    ("(6): Die Mitglieder", "(6):", "Die Mitglieder", "6"),
    ("1: Scope", "1:", "Scope", "1"),
    ("3 - Requirements", "3 -", "Requirements", "3"),
    ("SECTION. 2. The House", "SECTION. 2.", "The House", "section2"),
    ("Stk. 1. Foreningens navn", "Stk. 1.", "Foreningens navn", "stk1"),
    ("제1 조 (목적) 이 법은", "제1 조", "(목적) 이 법은", "제1조"),
    ("제1 항총회의 의결은", "제1 항", "총회의 의결은", "제1항"),
    ("제6절 중간예납", "제6절", "중간예납", "제6절"),
    ("2.—(1) In these Regulations", "2.—", "(1) In these Regulations", "2"),
    ("12A.— (1) The person", "12A.—", "(1) The person", "12a"),
    ("C.—Urgent cases of nuisance", "C.—", "Urgent cases of nuisance", "c"),
    ("Section 5.—Definitions", "Section 5.—", "Definitions", "section5"),
    ("二項（特例）", "二項", "（特例）", "二項"),
]


@pytest.mark.parametrize(("text", "label", "rest", "key"), PRINTED)
@pytest.mark.need(17)
def test_a_label_is_split_off_and_folded_for_look_up(text: str, label: str, rest: str, key: str) -> None:
    assert labels.split(text) == (label, rest)
    assert labels.key(label) == key


@pytest.mark.parametrize(
    "text",
    [
        "2015 review of the outcomes",
        "30 days before the session",
        "14 Encourage States",
        "14.2 million people",
        "12.06.2014 Meeting of the group",
        "Article 3 of the Convention provides",
        "(the) Convention",
        "(civil) society",
        "G20 leaders met",
        "e.g. a network",
        "第七条规定的范围",
        "《一号决议》的规定",
        "《一》第二章",
        "附件1所列的范围",
        "2.1 compliance artifacts",
        "[1] Author, Title",
        "[shall][should] agree",
        "-5 degrees",
        "23 – 24 March 2026",
        "Section 2-3 members",
        "Segundo año de sesiones",
        "ألف وخمسمائة مندوب",
        "10: 30 people",
        "C - the language",
        "Part one of the report explains",
        "제3조에 따라",
        "제1 항에서 정한",
        "제2 항까지의 규정",
        "제1조 및 제2조에 따라",
        "제111조 중 “이자소득”을",
        "第二十四条六項の規定",
        "5.–7. Mai",
        "2016. 12. 20. 법률",
        "2016. december 20-án",
        "§ 57 Abs. 1 Satz 2 gilt",
    ],
)
def test_words_that_look_like_a_label_stay_words(text: str) -> None:
    assert labels.split(text) == ("", text)


def test_a_range_is_not_the_number_that_its_digits_make() -> None:
    assert {labels.key(ref) for ref in ("5-8", "5–8", "5—8")} == {"5-8"} != {labels.key("58.")}


def test_a_heading_may_begin_small_after_its_number() -> None:
    assert labels.split("2.1 compliance artifacts", heading=True) == ("2.1", "compliance artifacts")
    assert labels.split("14.2 million people", heading=True) == ("", "14.2 million people")


def test_an_article_whose_number_is_an_ordinal_heads_even_a_long_sentence() -> None:
    words = (
        "Todos são iguais perante a lei, sem distinção de qualquer natureza, garantindo-se a todos o direito à vida."
    )
    assert labels.split(f"Art. 5º {words}") == ("Art. 5º", words)
    assert labels.split(f"Art. 5 {words}") == labels.split(f"Art. 5 {words}", heading=True) == ("", f"Art. 5 {words}")
    assert labels.split("Art. 5º da Lei estabelece o prazo.") == ("", "Art. 5º da Lei estabelece o prazo.")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("[Article 3bis] (REDD-plus)", "Article 3bis"),
        ("[3.] [Parties", "3."),
        ("[b] by Faculty", "b"),
        ("[1] Author", ""),
        ("[no.] Yes", ""),
    ],
)
def test_a_number_in_brackets_of_its_own_is_found_and_stays_in_the_text(text: str, number: str) -> None:
    assert labels.in_brackets(text) == number
    assert labels.split(text) == ("", text)


@pytest.mark.parametrize("sign", ["•", "–", "\uf0b7", "\uf0a7", "\uf0f0", "\uf02a", "\uf0ff"])
def test_a_bullet_is_cut_off_and_is_no_label(sign: str) -> None:
    text = f"{sign} agree"
    assert text[labels.bullet(text) :] == "agree"
    assert labels.key(sign) == ""


@pytest.mark.parametrize("unit", ["1", "1.", "(", "[", "Article ", "ivx", " ", "C", "一", "bis ", "(former "])
def test_hostile_text_costs_no_time(unit: str) -> None:
    text = unit * 200_000
    before = time.perf_counter()
    labels.split(text)
    labels.bullet(text)
    assert time.perf_counter() - before < 20, "linear takes milliseconds, backtracking would take hours"
