-- Schema 3: a tick that a common note may follow the plan holds for the words that were ticked, and is closed with the
-- plan that prints them. The table note_tick itself has been there since schema 2, which nothing wrote to.
-- Employees may be away for a time, and the import of a staff list can be undone.

-- A note that is changed, moved to another field or emptied needs new ticks.
CREATE TRIGGER changed_note_loses_ticks AFTER UPDATE ON answer
WHEN (OLD.party, OLD.field, OLD.value) IS NOT (NEW.party, NEW.field, NEW.value)
BEGIN
  DELETE FROM note_tick WHERE (party, field) IN (VALUES (OLD.party, OLD.field), (NEW.party, NEW.field));
END;

CREATE TRIGGER deleted_note_loses_ticks AFTER DELETE ON answer
BEGIN
  DELETE FROM note_tick WHERE party = OLD.party AND field = OLD.field;
END;

-- After the first signature or refusal no note begins to follow the plan.
CREATE TRIGGER tick_on_closed_plan_is_not_added BEFORE INSERT ON note_tick
WHEN EXISTS (SELECT 1 FROM plan WHERE party = NEW.party AND closed_on IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER tick_on_closed_plan_is_not_changed BEFORE UPDATE ON note_tick
WHEN (OLD.party, OLD.field, OLD.by_party, OLD.ticked_on) IS NOT (NEW.party, NEW.field, NEW.by_party, NEW.ticked_on)
 AND EXISTS (SELECT 1 FROM plan WHERE party IN (OLD.party, NEW.party) AND closed_on IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

-- The ticks of a printed note stay. Those of a note that the paper does not show go when that note is changed. Deleting a
-- person removes the party first, which is how this trigger tells it from taking a tick away.
CREATE TRIGGER tick_of_printed_note_is_not_deleted BEFORE DELETE ON note_tick
WHEN EXISTS (SELECT 1 FROM closed_answer JOIN plan ON plan.id = closed_answer.plan
              WHERE closed_answer.party = OLD.party AND closed_answer.field = OLD.field AND plan.closed_on IS NOT NULL)
 AND EXISTS (SELECT 1 FROM party WHERE id = OLD.party)
 AND EXISTS (SELECT 1 FROM party WHERE id = OLD.by_party)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

-- A longer time away is a state of the employee, without its reason: illness is health information, and MUS does not need
-- it. The table leave of schema 2, which nothing wrote to, had a column for the reason.
ALTER TABLE employee ADD COLUMN away_from_on TEXT CHECK (away_from_on IS date(away_from_on, '+0 days'));
ALTER TABLE employee ADD COLUMN away_until_on TEXT CHECK (away_until_on IS date(away_until_on, '+0 days'))
  CHECK (away_until_on IS NULL OR (away_from_on IS NOT NULL AND away_until_on >= away_from_on));
UPDATE employee SET (away_from_on, away_until_on) =
  (SELECT from_on, until_on FROM leave WHERE leave.employee = employee.id ORDER BY from_on DESC LIMIT 1);
DROP TABLE leave;

-- The latest import of a staff list, so that it can be undone as a whole. The next one replaces it. What has a higher id
-- than latest_party and latest_observation was written after it.
CREATE TABLE staff_import (
  id                  INTEGER PRIMARY KEY AUTOINCREMENT,
  imported_at         TEXT NOT NULL,
  latest_party        INTEGER NOT NULL,
  latest_observation  INTEGER NOT NULL
) STRICT;

-- One person of the import: the details before it (NULL if they were new) and after it, as JSON.
CREATE TABLE staff_import_change (
  staff_import  INTEGER NOT NULL REFERENCES staff_import (id) ON DELETE CASCADE,
  employee      INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
  before        TEXT,
  after         TEXT NOT NULL,
  PRIMARY KEY (staff_import, employee)
) STRICT;
CREATE INDEX staff_import_change_employee ON staff_import_change (employee);

-- What was issued to calendars about a conversation (subject '') or a follow-up of its plan (subject is its day): the
-- identity that stays, the number of the latest version, and the SHA-256 of its time and place.
CREATE TABLE calendar_entry (
  conversation  INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  subject       TEXT NOT NULL,
  uid           TEXT NOT NULL UNIQUE,
  sequence      INTEGER NOT NULL CHECK (sequence >= 0),
  sha256        TEXT NOT NULL,
  PRIMARY KEY (conversation, subject)
) STRICT;
