"""The operations of the subprocess on backups, documents and workbooks; each loads only the modules that it needs."""

# ruff: noqa: PLC0415 - the subprocess must start fast

from __future__ import annotations

from typing import Any

from mus_desktop.task_process import Report


def perform(task: dict[str, Any], content: bytes, report: Report) -> Any:
    """Run one operation and return its result. :raises KnownError: a document cannot be written. Raises ``OSError``."""
    if task["do"].startswith("document "):
        from mus_desktop.documents.word.file_access import perform as perform_on_documents

        return perform_on_documents(task, content, report)
    if task["do"] == "read workbook":
        from mus_desktop.services.staff_import.workbook_task import perform as read_workbook

        return read_workbook(content)
    from mus_desktop.storage.backup.target_worker import perform as perform_on_backups

    return perform_on_backups(task, report)
