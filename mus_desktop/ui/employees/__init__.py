"""The employee list, the page of one employee, and their dialogs."""
