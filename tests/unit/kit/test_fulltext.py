"""What is indexed stays within what both databases can hold."""

from crm_app.kit.fulltext import BODY_LIMIT, BYTES_LIMIT, GAP, WORD_LIMIT, body


def test_facets_come_first_and_gaps_part_the_texts():
    assert body(["0w1"], [["one", "two"], ["three"]]) == f"0w1 {GAP} one two {GAP} three"


def test_words_and_length_are_capped_over_all_texts_together():
    for texts in ([["word"] * 50_000] * 3, [["x" * 500] * 900] * 60, [[f"{n:050}é" for n in range(20_000)]] * 5):
        made = body(["0w1"], texts)
        assert len(made.encode()) <= BYTES_LIMIT + 1_000
        assert len(made.split()) <= BODY_LIMIT + 1
        assert max(map(len, made.split())) <= WORD_LIMIT
