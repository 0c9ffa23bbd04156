-- Schema 1. The migrator runs this statement by statement in one transaction, together with user_version.
--
-- Dates are ISO text; that one stays the same when no days are added to it refuses 30 February too. Ids that leave the
-- database (in returned sheets, in the list of what has been deleted) are never used twice: AUTOINCREMENT. Every
-- foreign key has an index.
-- JSON is not checked here: SQLite 3.40 refuses json_valid in a CHECK when trusted_schema is off.

CREATE TABLE employee (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT NOT NULL,
  title      TEXT NOT NULL DEFAULT '',
  workplace  TEXT NOT NULL DEFAULT '',
  email      TEXT NOT NULL DEFAULT '',
  left_on    TEXT CHECK (left_on IS date(left_on, '+0 days'))
) STRICT;

CREATE TABLE form_version (
  id          INTEGER PRIMARY KEY,
  form_id     TEXT NOT NULL,
  version     INTEGER NOT NULL,
  sha256      TEXT NOT NULL UNIQUE,
  definition  TEXT NOT NULL
) STRICT;

-- A municipality's Word template, restyled in Word.
CREATE TABLE template (
  form_id  TEXT NOT NULL,
  kind     TEXT NOT NULL,
  docx     BLOB NOT NULL,
  sha256   TEXT NOT NULL,
  PRIMARY KEY (form_id, kind)
) STRICT;

CREATE TABLE round (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  title         TEXT NOT NULL,
  period        TEXT NOT NULL,
  focus         TEXT NOT NULL DEFAULT '',
  form_version  INTEGER REFERENCES form_version (id)
) STRICT;
CREATE INDEX round_form_version ON round (form_version);

CREATE TABLE conversation (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  purpose       TEXT NOT NULL DEFAULT 'mus' CHECK (purpose IN ('mus', 'follow_up', 'evaluation', 'paper')),
  form_version  INTEGER NOT NULL REFERENCES form_version (id),
  round         INTEGER REFERENCES round (id) ON DELETE SET NULL,
  origin        INTEGER REFERENCES conversation (id) ON DELETE SET NULL,
  on_date       TEXT CHECK (on_date IS date(on_date, '+0 days')),
  at_time       TEXT,
  minutes       INTEGER CHECK (minutes >= 0),
  place         TEXT NOT NULL DEFAULT '',
  period        TEXT NOT NULL,
  invited_on    TEXT CHECK (invited_on IS date(invited_on, '+0 days')),
  declined_on   TEXT CHECK (declined_on IS date(declined_on, '+0 days')),
  postponed_on  TEXT CHECK (postponed_on IS date(postponed_on, '+0 days')),
  held_on       TEXT CHECK (held_on IS date(held_on, '+0 days')),
  last_tab      TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX conversation_form_version ON conversation (form_version);
CREATE INDEX conversation_round ON conversation (round);
CREATE INDEX conversation_origin ON conversation (origin);

CREATE TABLE party (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation  INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  role          TEXT NOT NULL CHECK (role IN ('employee', 'leader', 'shared')),
  employee      INTEGER REFERENCES employee (id) ON DELETE CASCADE,
  prepared_on   TEXT CHECK (prepared_on IS date(prepared_on, '+0 days')),
  left_on       TEXT CHECK (left_on IS date(left_on, '+0 days')),
  UNIQUE (conversation, role, employee),
  CHECK ((role = 'employee') = (employee IS NOT NULL))
) STRICT;
CREATE INDEX party_employee ON party (employee);
-- UNIQUE lets two NULLs live side by side; a conversation has one leader and one shared party.
CREATE UNIQUE INDEX party_leader_and_shared ON party (conversation, role) WHERE employee IS NULL;

-- A blank answer has no row.
CREATE TABLE answer (
  party     INTEGER NOT NULL REFERENCES party (id) ON DELETE CASCADE,
  field     TEXT NOT NULL,
  value     TEXT NOT NULL,
  saved_at  TEXT NOT NULL,
  PRIMARY KEY (party, field)
) STRICT;

CREATE TABLE topic (
  party     INTEGER NOT NULL REFERENCES party (id) ON DELETE CASCADE,
  target    TEXT NOT NULL,
  position  INTEGER NOT NULL,
  PRIMARY KEY (party, target)
) STRICT;

CREATE TABLE plan (
  id                INTEGER PRIMARY KEY AUTOINCREMENT,
  party             INTEGER NOT NULL UNIQUE REFERENCES party (id) ON DELETE CASCADE,
  agreed_on         TEXT CHECK (agreed_on IS date(agreed_on, '+0 days')),
  signed_on         TEXT CHECK (signed_on IS date(signed_on, '+0 days')),
  signed_by         TEXT NOT NULL DEFAULT '',
  copy_given_on     TEXT CHECK (copy_given_on IS date(copy_given_on, '+0 days')),
  journalised_on    TEXT CHECK (journalised_on IS date(journalised_on, '+0 days')),
  journalised_where TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE agreement (
  id             TEXT PRIMARY KEY NOT NULL,
  plan           INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  field          TEXT NOT NULL,
  grp            TEXT NOT NULL DEFAULT '',
  position       INTEGER NOT NULL,
  cells          TEXT NOT NULL DEFAULT '{}',
  extra          TEXT NOT NULL DEFAULT '{}',
  due_on         TEXT CHECK (due_on IS date(due_on, '+0 days')),
  responsible    TEXT NOT NULL DEFAULT '',
  others_agreed  INTEGER NOT NULL DEFAULT 0 CHECK (others_agreed IN (0, 1)),
  status         TEXT NOT NULL DEFAULT 'open'
                 CHECK (status IN ('open', 'reached', 'in_progress', 'not_reached', 'dropped', 'carried_on')),
  added_on       TEXT CHECK (added_on IS date(added_on, '+0 days')),
  carried_from   TEXT REFERENCES agreement (id) ON DELETE SET NULL,
  UNIQUE (id, plan)
) STRICT;
CREATE INDEX agreement_in_order ON agreement (plan, field, position);
CREATE INDEX agreement_carried_from ON agreement (carried_from);
CREATE INDEX agreement_due_on ON agreement (due_on);

CREATE TABLE review (
  id            INTEGER PRIMARY KEY,
  agreement     TEXT NOT NULL REFERENCES agreement (id) ON DELETE CASCADE,
  conversation  INTEGER REFERENCES conversation (id) ON DELETE CASCADE,
  on_date       TEXT NOT NULL CHECK (on_date IS date(on_date, '+0 days')),
  status        TEXT NOT NULL
                CHECK (status IN ('open', 'reached', 'in_progress', 'not_reached', 'dropped', 'carried_on')),
  comment       TEXT NOT NULL DEFAULT ''
) STRICT;
-- A conversation says one thing of an agreement; what it says may change.
CREATE UNIQUE INDEX review_agreement ON review (agreement, conversation);
CREATE INDEX review_conversation ON review (conversation);

-- What is added to a plan after signature: to one of its agreements (then col names the column), or to the plan itself.
CREATE TABLE addendum (
  id         INTEGER PRIMARY KEY,
  plan       INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  agreement  TEXT,
  col        TEXT NOT NULL DEFAULT '',
  added_on   TEXT NOT NULL CHECK (added_on IS date(added_on, '+0 days')),
  body       TEXT NOT NULL,
  FOREIGN KEY (agreement, plan) REFERENCES agreement (id, plan) ON DELETE CASCADE
) STRICT;
CREATE INDEX addendum_plan ON addendum (plan);
CREATE INDEX addendum_agreement ON addendum (agreement, plan);

CREATE TABLE follow_up (
  id        INTEGER PRIMARY KEY,
  plan      INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  field     TEXT NOT NULL,
  position  INTEGER NOT NULL,
  due_on    TEXT CHECK (due_on IS date(due_on, '+0 days')),
  note      TEXT NOT NULL DEFAULT '',
  done_on   TEXT CHECK (done_on IS date(done_on, '+0 days'))
) STRICT;
CREATE INDEX follow_up_in_order ON follow_up (plan, field, position);
CREATE INDEX follow_up_due_on ON follow_up (due_on);

-- The bytes stand last, so that a list of documents is read without them.
CREATE TABLE document (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation  INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  party         INTEGER REFERENCES party (id) ON DELETE CASCADE,
  kind          TEXT NOT NULL,
  number        INTEGER NOT NULL,
  name          TEXT NOT NULL,
  sha256        TEXT NOT NULL,
  made_at       TEXT NOT NULL,
  bytes         BLOB NOT NULL,
  UNIQUE (conversation, kind, number)
) STRICT;
CREATE INDEX document_party ON document (party);

CREATE TABLE setting (
  key    TEXT PRIMARY KEY NOT NULL,
  value  TEXT NOT NULL
) STRICT;

-- Deleting an employee deletes what is about that employee alone: conversations without another employee go whole;
-- from a group's conversation only the employee's own party goes (by the foreign key).
CREATE TRIGGER employee_takes_conversations_along BEFORE DELETE ON employee
BEGIN
  DELETE FROM conversation
   WHERE id IN (SELECT conversation FROM party WHERE employee = OLD.id)
     AND NOT EXISTS (SELECT 1 FROM party WHERE party.conversation = conversation.id AND party.employee <> OLD.id);
END;

-- A signed plan is closed. What was agreed and signed does not change; copy, filing and the status of an agreement
-- stay open; dated rows, addenda, reviews and follow-ups come in. Deleting the whole conversation is still possible:
-- a cascade removes the parent first, which is how these triggers tell it from deleting a part.
-- A signature noted by mistake may be taken back, by itself, as long as the plan is not filed and nothing has been added.
CREATE TRIGGER signed_plan_is_not_changed BEFORE UPDATE ON plan
WHEN OLD.signed_on IS NOT NULL
 AND (OLD.id, OLD.party, OLD.agreed_on, OLD.signed_on, OLD.signed_by)
     IS NOT (NEW.id, NEW.party, NEW.agreed_on, NEW.signed_on, NEW.signed_by)
 AND ((OLD.id, OLD.party, OLD.agreed_on, NULL, '')
      IS NOT (NEW.id, NEW.party, NEW.agreed_on, NEW.signed_on, NEW.signed_by)
      OR OLD.journalised_on IS NOT NULL
      OR NEW.journalised_on IS NOT NULL
      OR EXISTS (SELECT 1 FROM addendum WHERE plan = OLD.id AND added_on >= OLD.signed_on)
      OR EXISTS (SELECT 1 FROM agreement WHERE plan = OLD.id AND added_on >= OLD.signed_on))
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER signed_plan_is_not_deleted BEFORE DELETE ON plan
WHEN OLD.signed_on IS NOT NULL AND EXISTS (SELECT 1 FROM party WHERE id = OLD.party)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER party_of_signed_plan_is_not_deleted BEFORE DELETE ON party
WHEN EXISTS (SELECT 1 FROM plan WHERE party = OLD.id AND signed_on IS NOT NULL)
 AND EXISTS (SELECT 1 FROM conversation WHERE id = OLD.conversation)
 AND (OLD.employee IS NULL OR EXISTS (SELECT 1 FROM employee WHERE id = OLD.employee))
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER signed_agreement_is_not_changed BEFORE UPDATE ON agreement
WHEN EXISTS (SELECT 1 FROM plan WHERE id IN (OLD.plan, NEW.plan) AND signed_on IS NOT NULL)
 AND ((OLD.id, OLD.plan, OLD.field, OLD.grp, OLD.position, OLD.cells, OLD.extra, OLD.due_on, OLD.responsible,
       OLD.others_agreed, OLD.added_on)
      IS NOT (NEW.id, NEW.plan, NEW.field, NEW.grp, NEW.position, NEW.cells, NEW.extra, NEW.due_on, NEW.responsible,
              NEW.others_agreed, NEW.added_on)
      -- The row it was carried from may be deleted with its own conversation; it may not be forgotten otherwise.
      OR (OLD.carried_from IS NOT NEW.carried_from
          AND (NEW.carried_from IS NOT NULL OR EXISTS (SELECT 1 FROM agreement WHERE id = OLD.carried_from))))
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER signed_plan_takes_dated_agreements_only BEFORE INSERT ON agreement
WHEN EXISTS (SELECT 1 FROM plan WHERE id = NEW.plan AND signed_on IS NOT NULL
                AND (NEW.added_on IS NULL OR NEW.added_on < signed_on))
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER signed_agreement_is_not_deleted BEFORE DELETE ON agreement
WHEN EXISTS (SELECT 1 FROM plan WHERE id = OLD.plan AND signed_on IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

-- An addendum is saved while it is typed, so its text may change on the day it is dated; after that it stands.
CREATE TRIGGER addendum_to_signed_plan_is_not_changed BEFORE UPDATE ON addendum
WHEN EXISTS (SELECT 1 FROM plan WHERE id IN (OLD.plan, NEW.plan) AND signed_on IS NOT NULL)
 AND ((OLD.id, OLD.plan, OLD.agreement, OLD.col, OLD.added_on)
      IS NOT (NEW.id, NEW.plan, NEW.agreement, NEW.col, NEW.added_on)
      OR OLD.added_on < date('now', 'localtime'))
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER addendum_to_signed_plan_is_not_deleted BEFORE DELETE ON addendum
WHEN EXISTS (SELECT 1 FROM plan WHERE id = OLD.plan AND signed_on IS NOT NULL)
 AND OLD.added_on < date('now', 'localtime')
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;
