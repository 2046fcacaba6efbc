"""The benchmark of reading makes its files from a seed and scores our reader on them."""

from pathlib import Path

import pytest

from bench import layouts, read

PARTS = [
    ("h", "C1.", "Means of action"),
    ("p", "1.", "We recall the Summit. " * 20),
    ("s", "(a)", "agree on indicators;"),
]


@pytest.mark.parametrize("layout", layouts.LAYOUTS)
def test_every_layout_is_made_the_same_from_a_seed_and_told_by_its_truth(layout: str) -> None:
    first, again = (layouts.printed(layout, PARTS, 7) for _ in range(2))
    assert first == again
    assert [p["label"] for p in first.truth["paras"]][:2] == (
        ["1.", "2."] if layout == "right to left" else ["C1.", "1."]
    )


@pytest.mark.corpus
@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # the generator leaves its pool file open
@pytest.mark.parametrize("layout", layouts.LAYOUTS)
def test_layouts_not_tuned_for_are_read(layout: str, tmp_path: Path) -> None:
    if not read.SHARED.is_dir():
        pytest.skip("no ../shared/bench: the generator of drafts with known answers is not here")
    made = layouts.printed(layout, read._parts(4000), 101)
    file, truth = tmp_path / "x.pdf", tmp_path / "x.json"
    file.write_bytes(made.data)
    truth.write_text(read.json.dumps(made.truth))
    row = read.ours(file, truth)
    assert row["F1"] >= 0.97
