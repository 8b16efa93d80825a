"""The words that count as right although no dictionary has them: a client's, and the whole agency's."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from cmdesk.domain.errors import DeskError
from cmdesk.i18n import gettext as _
from cmdesk.services import spelling
from cmdesk.ui.page import Tools
from cmdesk.ui.widgets.buttons import push_button
from cmdesk.ui.widgets.fields import CommittingTextEdit, LabelledField, labelled
from cmdesk.ui.widgets.frames import Dialog


class DictionaryDialog(Dialog):
    """Two lists to write in, one word a line; each saves when it is left."""

    def __init__(self, tools: Tools, client_id: int | None, parent: QWidget) -> None:
        super().__init__(tools.theme, tools.icons, _("Dictionary"), parent)
        self._tools = tools
        self._fields: dict[int | None, tuple[CommittingTextEdit, LabelledField]] = {}
        if client_id is not None:
            self._add(client_id, _("Words of this client"))
        self._add(None, _("Words of the whole agency"))
        self.set_remark(_("Names of clients, people and channels count as right by themselves."))
        done = push_button(tools.theme, tools.icons, _("Done"), "primary", shortcut_hint="Ctrl ↵", parent=self)
        self.set_buttons(done, can_cancel=False)
        self.confirmed.connect(self._on_confirmed)

    def _add(self, client_id: int | None, label: str) -> None:
        """Put a list into the dialog and ask for its words."""
        edit = CommittingTextEdit(self._tools.theme, "", self, lines=5, most=9)
        field = labelled(self._tools.theme, self._tools.icons, label, edit, _("One in each line"))
        self._fields[client_id] = (edit, field)
        self.body.addWidget(field)
        edit.committed.connect(partial(self._save, client_id))
        desk = self._tools.jobs.desk

        def ask(_progress: object) -> tuple[str, ...]:
            return desk.read(spelling.own_dictionary, client_id)

        self._tools.jobs.run(self, ask).then(partial(self._show, client_id))

    def _show(self, client_id: int | None, words: tuple[str, ...]) -> None:
        self._fields[client_id][0].show_text("\n".join(words))

    def _save(self, client_id: int | None, words: str) -> None:
        field = self._fields[client_id][1]
        field.clear_problem()
        job = self._tools.jobs.do(self, spelling.change_dictionary, words, client_id)
        job.failed(partial(self._refuse, field))

    def _refuse(self, field: LabelledField, error: DeskError) -> None:
        field.show_problem(str(error))

    def _on_confirmed(self) -> None:
        for edit, _field in self._fields.values():
            edit.commit()
        self.accept()
