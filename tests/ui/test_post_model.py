"""Posts shown anew: what was shown becomes what is wanted, by steps that a view can follow."""

import random

from PySide6.QtTest import QAbstractItemModelTester

from cmdesk.domain.posts import PostCard, PostFormat, PostStatus
from cmdesk.ui.calendar.model import PostModel


def cards_of(keys, chance):
    """Posts with these ids; now and then one says something else than before."""
    titles = ("Pan", "Bollo")
    return [
        PostCard(key, 1, chance.choice(titles), PostStatus.DRAFT, PostFormat.POST, None, None, ("x",)) for key in keys
    ]


def test_whatever_comes_goes_or_moves_the_list_is_what_was_asked_for(qapp):
    chance = random.Random(7)
    model = PostModel()
    watch = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for _step in range(400):
        keys = [card.id for card in model.cards]
        if chance.random() < 0.5:
            keys = chance.sample(range(1, 20), chance.randrange(14))
        for _carried in range(min(len(keys), chance.randrange(3))):
            keys.insert(chance.randrange(len(keys)), keys.pop(chance.randrange(len(keys))))
        wanted = cards_of(keys, chance)
        model.show(wanted)
        assert list(model.cards) == wanted
        assert [model.row_of(key) for key in keys] == list(range(len(keys)))
    assert watch.model() is model
