"""Word documents about all employees together: the report after a round, and the committee's figures."""
