"""Where a draft is from: a link only where there is an address that people can open."""

import pytest

from bot.drafts.provenance import titled


def test_words_lead_to_a_draft_on_the_web():
    (span,) = titled("r2  Vision", "https://wsis.example/r2.pdf")
    assert (span.text, span.href) == ("r2  Vision", "https://wsis.example/r2.pdf")


@pytest.mark.parametrize(
    ("url", "brought", "said"),
    [
        ("imap:INBOX/7/12/vision%20r2.docx", "", "vision r2.docx"),
        ("file:vision r2.docx", "by A. Chair", "by A. Chair"),
    ],
)
def test_what_came_by_mail_or_chat_is_named_and_has_no_link(url, brought, said):
    spans = titled("r2  Vision", url, brought)
    assert all(span.href is None for span in spans)
    assert said in "".join(span.text for span in spans)
