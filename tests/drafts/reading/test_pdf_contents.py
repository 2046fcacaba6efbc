"""A table of contents is left out also where its entries are long, and their labels stand apart in the text."""

import typst

from bot.drafts.reading.formats.pdf import read

TITLES = [
    f"{what} of {whom}" for what in ("Rights", "Duties", "Passage") for whom in ("ships", "States", "islands", "ports")
]
SET = '#set page("a4")\n#let entry(n, t) = [Article #n. #t #box(width: 1fr, repeat[.]) #n \\ ]\n'
LONG = "Article 7. Jurisdiction that \\ coastal States have \\ over vessels which \\ lie in their bays \\ "


def test_entries_longer_than_a_line_do_not_cut_the_table_in_two():
    entries = [f"#entry({n}, [{title}])" for n, title in enumerate(TITLES, 1)]
    listed = "\n".join([*entries[:6], LONG + entries[6], *entries[7:]])
    text = "\n".join(f"#align(center)[Article {n}\n\n{title}]\nParties report.\n" for n, title in enumerate(TITLES, 1))
    found = [b.text for b in read(typst.compile(f"{SET}{listed}\n#pagebreak()\n{text}".encode())).blocks]
    assert sum(text.startswith("Article") for text in found) == len(TITLES)
    assert not any("coastal" in text for text in found)
