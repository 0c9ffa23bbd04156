"""The employees: the list at the left, one employee's page, and the dialogs they open."""
