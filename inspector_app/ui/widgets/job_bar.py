"""Long work in a line of the page: what it is doing, how far it is, and *Stop*."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from inspector_app.ui.jobs import Job
from inspector_app.ui.parts import button, label


class JobBar(QFrame):
    """Shows one job at a time and goes away when it ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "bar")
        self._job: Job | None = None
        self._what = label("", "strong")
        self._step = label("", "quiet")
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.stop = button(self.tr("Stop"), "plain")
        self.stop.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        row.addWidget(self._what)
        row.addWidget(self.progress, 1)
        row.addWidget(self._step)
        row.addWidget(self.stop)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether a job is running."""
        return self._job is not None

    def run(self, job: Job) -> None:
        """Starts a job and shows it until it ends."""
        self._job = job
        self._what.setText(job.what)
        self._step.setText("")
        self.progress.setAccessibleName(job.what)
        self.progress.setRange(0, 0)
        self.stop.setEnabled(True)
        job.progressed.connect(self._on_progress)
        job.ended.connect(self._on_end)
        self.show()
        job.start()

    def abandon(self) -> None:
        """Stops what runs and waits for it, on the way out of the program."""
        if self._job is not None:
            self._job.stop()
            self._job.wait()

    def _on_progress(self, done: float, step: str) -> None:
        self.progress.setRange(0, 1000)
        self.progress.setValue(round(done * 1000))
        if self._job is not None and not self._job.stopping:
            self._step.setText(step)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()
            self._step.setText(self.tr("Stopping…"))
            self.stop.setEnabled(False)

    def _on_end(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
        self._job = None
        self.hide()
