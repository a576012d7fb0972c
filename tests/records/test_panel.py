"""What a panel says of itself."""

from replay.by_hand.panels import T, hand_made


def test_the_years_that_the_data_cover():
    panel = hand_made()
    assert panel.n == 4
    assert panel.covers("pact").tolist() == [True] * T
    assert panel.covers("dispute").tolist() == [True] * 7 + [False] * 2
