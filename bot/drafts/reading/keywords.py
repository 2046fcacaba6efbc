"""Words that stand before the number of a part of a draft, language by language: "Article 3", "Điều 3", "المادة 3".

Patterns for `bot.drafts.reading.labels`, which matches them without regard to case and only before a number. A word that two
languages share stands once.
"""

KEYWORDS: dict[str, str] = {
    "en": r"Articles?|Art\.?|Section\.?|Sec\.|Subsection|Annex|Appendix|Exhibit|Attachment|Principle|Goal|Target|Chapter|Part"
    r"|Subpart|Division|Title|Book|Rule|Regulation|Paragraph|Para\.|Option|Alternative|Alt\.?|Proposal|Recommendation"
    r"|Commitment|Objective|Action Line|Action|Variant|Schedule|Clause|Pillar|Bylaw|By-law|Amendment",
    "fr": r"Annexe|Chapitre|Principe|Titre|R[eè]gle|Partie|Livre|Sous-section|Objectif|Variante",
    "es": r"Art[ií]culo|Anexo|Cap[ií]tulo|Principio|Secci[oó]n|T[ií]tulo|Opci[oó]n|P[aá]rrafo|Parte|Libro|Disposici[oó]n"
    r"|Cl[aá]usula|Objetivo|Inciso|Regla",
    "pt": r"Artigo|Se[cç]ção|Seção|Subseção|Livro|Par[aá]grafo|Princ[ií]pio|Opção",
    "it": r"Articolo|Capo|Capitolo|Titolo|Sezione|Allegato|Obiettivo",
    "ro": r"Articolul|Capitolul|Sec[țţ]iunea|Titlul|Anexa|Partea|Alin\.",
    "de": r"Artikel|Abschnitt|Unterabschnitt|Anhang|Anlage|Kapitel|Teil|Buch|Titel|Untertitel|Ziel|Grundsatz|Ziffer",
    "nl": r"Hoofdstuk|Afdeling|Bijlage|Deel|Doel",
    "sv, da, no": r"Bilaga|Bilag|Avdelning|Avsnitt|Afsnit|Kapittel|Vedlegg|Mål|Stk\.?|Mom\.",
    "pl": r"Artykuł|Rozdział|Dział|Część|Załącznik|Tytuł|Cel",
    "cs, sk": r"Článek|Článok|Čl\.|Hlava|Část|Příloha|Kapitola",
    "hr, sr": r"Članak|Član|Glava|Члан",
    "hu, fi": r"Melléklet|Liite",
    "tr": r"Madde|Geçici Madde|Kısım|Ek",
    "id, ms": r"Pasal|Bab|Bagian|Lampiran",
    "vi": r"Điều|Chương|Mục|Phần|Phụ lục",
    "sw": r"Ibara|Kifungu|Sura",
    "ru": r"Статья|Ст\.|Глава|Раздел|Подраздел|Приложение|Пункт|Вариант|Принцип|Часть|Цель|Правило",
    "uk": r"Стаття|Розділ|Додаток|Частина",
    "bg": r"Член|Чл\.",
    "el": r"Άρθρο|Κεφάλαιο|Μέρος|Παράρτημα|Τίτλος",
    "hy, ka": r"Հոդված|Գլուխ|მუხლი|თავი",
    "he": r"סעיף|פרק|נספח",
    "ar": r"المادة|مادة|الفصل|الباب|الجزء|القسم|البند|المبدأ|الهدف|الخيار|المرفق|الملحق",
    "fa, ur": r"ماده|اصل|فصل|بخش|پیوست|دفعہ",
    "hi": r"अनुच्छेद|धारा|अध्याय|भाग|अनुसूची|अनुबंध|उद्देश्य|लक्ष्य",
    "bn": r"অনুচ্ছেদ|ধারা|অধ্যায়",
    "th, lo, km": r"ข้อ|มาตรา|หมวด|บทที่|ส่วนที่|ມາດຕາ|មាត្រា",
    "am": r"አንቀጽ",
    "ko": r"목표|부록|별표|원칙",
}

# Numbers written as words after such a word: "Article premier", "Artículo primero", "Parágrafo único", "المادة الأولى".
ORDINALS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten"
    r"|premi(?:er|ère)|deuxième|second|troisième|quatrième|cinquième|sixième|septième|huitième|neuvième|dixième|unique"
    r"|préliminaire|preliminar|primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|s[eé]ptim[oa]|octav[oa]|noven[oa]"
    r"|d[eé]cim[oa]|[uú]nic[oa]|primeir[oa]|terceir[oa]|quart[oa]|s[eé]tim[oa]|oitav[oa]|non[oa]"
    r"|prim[oa]|second[oa]|terz[oa]|sest[oa]|settim[oa]|ottav[oa]"
    r"|перв\w\w|втор\w\w|трет\w\w|четв[её]рт\w\w|пят\w\w|шест\w\w|седьм\w\w|восьм\w\w|девят\w\w|десят\w\w"
    r"|الأولى?|الثانية?|الثالثة?|الرابعة?|الخامسة?|السادسة?|السابعة?|الثامنة?|التاسعة?|العاشرة?)(?!\w)"
)

# Words that stand behind the number: "5. cikk" (Hungarian), "5 artikla" (Finnish), Latvian, Lithuanian, Estonian, Basque,
# "3 kap." (Swedish).
AFTER_NUMBER = (
    r"cikk|fejezet|melléklet|artikla|luku|liite|pants|nodaļa|pielikums|straipsnis|skyrius|skirsnis|peatükk|jagu|artikulua"
    r"|kap\."
)
# Such words of titles that may as well begin a sentence: "1. Abschnitt: Zweck".
TITLES_BEHIND = "(?:Unter)?[Aa]bschnitt|Kapitel|Titel|Teil|Hauptstück|Abteilung|Buch|Hoofdstuk"

# Outlines of United Nations papers and laws in Arabic: "أولا - مقدمة", "ألف - …", "أ - …".
ARABIC_OUTLINE = (
    r"(?:أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا"
    r"|ألف|باء|جيم|دال|هاء|واو|زاي|حاء|طاء|ياء|[أابجدوزحطي]|هـ)\u064b?"
)

# What stands above a table of contents.
CONTENTS = frozenset((
    "table of contents", "contents", "arrangement of sections", "arrangement of clauses", "arrangement of provisions",
    "arrangement of articles", "arrangement of regulations", "arrangement of rules",
    "table des matières", "sommaire", "índice", "contenido", "tabla de contenido",
    "tabla de contenidos", "sumário", "indice", "sommario", "cuprins", "inhaltsverzeichnis", "inhalt", "inhoud",
    "inhoudsopgave", "innehåll", "indhold", "innhold", "spis treści", "obsah", "sadržaj", "tartalom", "tartalomjegyzék",
    "sisällys", "sisällysluettelo", "içindekiler", "daftar isi", "mục lục", "содержание", "оглавление", "зміст", "съдържание",
    "índex", "kazalo", "saturs", "turinys", "sisukord", "mundarija", "aurkibidea",
    "περιεχόμενα", "תוכן העניינים", "תוכן עניינים", "فهرست مطالب", "فهرست", "المحتويات", "جدول المحتويات", "فهرس",
    "目录", "目錄", "目次", "목차", "สารบัญ", "विषय-सूची",
))  # fmt: skip
