"""The button that names the model that is asked."""

from PySide6.QtWidgets import QToolButton

from ecgviewer.ui.look.widgets import SmallButton
from ecgviewer.ui.shell.actions import Actions
from ecgviewer.ui.shell.kept_choices import KeptChoices
from ecgviewer.ui.text.i18n import tr
from ecgviewer.ui.window.window_actions import model_menu


class ModelButton(SmallButton):
    """Shows the model that is asked; a click chooses another."""

    def __init__(self, choices: KeptChoices, actions: Actions) -> None:
        super().__init__()
        self.setText(choices.model_name)
        self.setToolTip(tr("The model that is asked; click for another."))
        self.setAccessibleName(tr("Model"))
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        if choices.model_names:
            self.setMenu(actions.menu(model_menu()))
        choices.model_chosen.connect(self.setText)
