"""The leader's own observations of an employee between conversations, for the employee's page and for preparing."""
