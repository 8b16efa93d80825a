"""The posts that a view of the calendar shows, as Qt asks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cmdesk.domain.agency import Member
from cmdesk.domain.allowance import Mark
from cmdesk.domain.approval import PlanMark, PlanStep
from cmdesk.domain.calendar import ClientPlace, Surroundings
from cmdesk.domain.posts import PostCard
from cmdesk.i18n import gettext as _
from cmdesk.ui.calendar import phrases

AnyIndex = QModelIndex | QPersistentModelIndex
CARD: Final = Qt.ItemDataRole.UserRole
_NOWHERE: Final = QModelIndex()
_NOBODY: Final = Surroundings({}, ())


class PostModel(QAbstractListModel):
    """Posts in their order; a new list of the same view becomes moves, inserts and removals."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: list[PostCard] = []
        self._rows: dict[int, int] = {}
        self.marks: Mapping[int, Mark] = {}
        self.late: Mapping[int, int] = {}
        self.near: Mapping[int, str] = {}  # what is said of them quietly
        self.needs: Mapping[int, PlanMark] = {}  # what each needs next on its way to a yes
        self.surroundings = _NOBODY
        self.tints: Callable[[PostCard], str] | None = None  # colours by something else than the status
        self.campaigns: Mapping[int, str] = {}  # their names
        self.is_mixed = False  # whether posts of several clients stand together
        self.left_out: Mapping[date, int] = {}  # how many more posts a day has, where they are not read yet

    @property
    def cards(self) -> Sequence[PostCard]:
        """The posts in their order."""
        return self._cards

    def card(self, key: int) -> PostCard | None:
        """The post with this id, if it is shown."""
        row = self._rows.get(key)
        return None if row is None else self._cards[row]

    def row_of(self, key: int) -> int:
        """The row of a post, or -1."""
        return self._rows.get(key, -1)

    def index_of(self, key: int) -> QModelIndex:
        """The index of a post; an invalid one when it is not shown."""
        row = self._rows.get(key)
        return QModelIndex() if row is None else self.index(row)

    def client_of(self, card: PostCard) -> ClientPlace | None:
        """The client of a post, where several stand together."""
        return self.surroundings.clients.get(card.client_id) if self.is_mixed else None

    def member_of(self, card: PostCard) -> Member | None:
        """Who looks after a post."""
        return next((member for member in self.surroundings.members if member.id == card.owner_id), None)

    def owner_of(self, card: PostCard) -> str:
        """The name of who looks after a post."""
        return next((member.name for member in self.surroundings.members if member.id == card.owner_id), "")

    def tint_of(self, card: PostCard) -> str:
        """The colour that a post has by what is chosen; nothing for that of its status."""
        return self.tints(card) if self.tints is not None else ""

    # --- what Qt asks -----------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._cards):
            return None
        card = self._cards[index.row()]
        if role == CARD:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.sentence(card)
        if role == Qt.ItemDataRole.ToolTipRole:
            client = self.client_of(card)
            return phrases.tip(
                card,
                owner=self.owner_of(card),
                mark=self.marks.get(card.id),
                days_late=self.late.get(card.id, 0),
                client=client.tile.name if client else "",
                need=self.need_of(card),
                near=self.near.get(card.id, ""),
            )
        return None

    def sentence(self, card: PostCard) -> str:
        """A post as it is read aloud."""
        client = self.client_of(card)
        words = phrases.sentence(
            card,
            mark=self.marks.get(card.id),
            days_late=self.late.get(card.id, 0),
            client=client.tile.name if client else "",
            need=self.need_of(card),
            near=self.near.get(card.id, ""),
        )
        return words if card.id > 0 else _("Proposed: {post}").format(post=words)

    # --- what is shown ----------------------------------------------------------------------

    def reset(self, cards: Sequence[PostCard]) -> None:
        """Show other posts altogether: another month or another client."""
        self.beginResetModel()
        self._cards = list(cards)
        self._number()
        self.endResetModel()

    def show(self, cards: Sequence[PostCard]) -> None:
        """Show the posts as they are now; selection and place stay where they were."""
        places = {card.id: row for row, card in enumerate(cards)}
        self._remove_all_but(places)
        known = {card.id for card in self._cards}
        row = 0
        while row < len(cards):
            card = cards[row]
            here = self._cards[row] if row < len(self._cards) else None
            if here is card:
                row += 1
            elif here is not None and here.id == card.id:
                self._replace(row, card)
                row += 1
            elif card.id in known:
                self._move_to(row, card.id, places)
            else:
                end = row + 1
                while end < len(cards) and cards[end].id not in known:
                    end += 1
                self.beginInsertRows(_NOWHERE, row, end - 1)
                self._cards[row:row] = cards[row:end]
                self.endInsertRows()
                row = end
        self._rows = places

    def _remove_all_but(self, kept: Mapping[int, int]) -> None:
        """Take out what is not shown any more, as many rows at once as stand together."""
        end = len(self._cards)
        while end > 0:
            if self._cards[end - 1].id in kept:
                end -= 1
                continue
            first = end - 1
            while first > 0 and self._cards[first - 1].id not in kept:
                first -= 1
            self.beginRemoveRows(_NOWHERE, first, end - 1)
            del self._cards[first:end]
            self.endRemoveRows()
            end = first

    def _move_to(self, row: int, key: int, places: Mapping[int, int]) -> None:
        """Have a post that stands farther on stand in this row: it comes forward, or the one here goes back."""
        cards = self._cards
        if row + 1 < len(cards) and cards[row + 1].id == key:
            goal = places[cards[row].id]
            after = next((at for at in range(row + 2, len(cards)) if places[cards[at].id] > goal), len(cards))
            if self.beginMoveRows(_NOWHERE, row, row, _NOWHERE, after):
                cards.insert(after - 1, cards.pop(row))
                self.endMoveRows()
            return
        old = next(at for at in range(row + 1, len(cards)) if cards[at].id == key)
        if self.beginMoveRows(_NOWHERE, old, old, _NOWHERE, row):
            cards.insert(row, cards.pop(old))
            self.endMoveRows()

    def _replace(self, row: int, card: PostCard) -> None:
        is_other = self._cards[row] != card
        self._cards[row] = card  # even an equal one: the next look sees at once that it is the same
        if is_other:
            index = self.index(row)
            self.dataChanged.emit(index, index)

    def _number(self) -> None:
        self._rows = {card.id: row for row, card in enumerate(self._cards)}

    def tell(
        self, marks: Mapping[int, Mark], late: Mapping[int, int], needs: Mapping[int, PlanMark] | None = None
    ) -> None:
        """Take what is said about the posts besides themselves."""
        self.marks, self.late, self.needs = marks, late, needs or {}

    def need_of(self, card: PostCard) -> str:
        """What a post needs next on its way to a yes, and by when; nothing where its day counts, or it is late."""
        need = self.needs.get(card.id)
        is_said = need is not None and need.step is not PlanStep.OUT and not self.late.get(card.id)
        return need.words if need is not None and is_said else ""

    def filtered(self, cards: Sequence[PostCard], keep: Callable[[PostCard], bool] | None) -> list[PostCard]:
        """The posts that a filter keeps."""
        return [card for card in cards if keep is None or keep(card)]
