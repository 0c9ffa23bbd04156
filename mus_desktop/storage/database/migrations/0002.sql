-- Schema 2: what a signature covers is stored as it was, and what later work needs has its place.
--
-- A plan is *closed* from its first signature or refusal on (closed_on). signed_on is the day on which leader and
-- employee had both signed. docs/schema.md lists every column and why it is there.

ALTER TABLE plan ADD COLUMN closed_on TEXT CHECK (closed_on IS date(closed_on, '+0 days'));
ALTER TABLE plan ADD COLUMN refused_on TEXT CHECK (refused_on IS date(refused_on, '+0 days'));

-- Who signed and when. An employee is named by party, so that the participants of a group are told apart; a further
-- signer whom the form names (a union representative, say) by the form's own label.
CREATE TABLE signature (
  plan       INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  role       TEXT NOT NULL CHECK (role IN ('employee', 'leader', 'extra')),
  party      INTEGER NOT NULL REFERENCES party (id) ON DELETE CASCADE,
  label      TEXT NOT NULL DEFAULT '',
  signed_on  TEXT NOT NULL CHECK (signed_on IS date(signed_on, '+0 days')),
  PRIMARY KEY (plan, role, party, label),
  CHECK ((role = 'extra') = (label <> ''))
) STRICT;
CREATE INDEX signature_party ON signature (party);

-- Who will not sign, since when and why; in a group several may refuse. plan.refused_on is the day of the first of them.
-- A participant whom nobody named is stored with the plan's own party.
CREATE TABLE refusal (
  plan        INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  role        TEXT NOT NULL CHECK (role IN ('employee', 'leader')),
  party       INTEGER NOT NULL REFERENCES party (id) ON DELETE CASCADE,
  refused_on  TEXT NOT NULL CHECK (refused_on IS date(refused_on, '+0 days')),
  reason      TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (plan, role, party)
) STRICT;
CREATE INDEX refusal_party ON refusal (party);

-- The Word templates that signed plans are printed with, each once. A plan without one is printed with a template derived
-- from its form.
CREATE TABLE signed_template (
  sha256  TEXT PRIMARY KEY NOT NULL,
  docx    BLOB NOT NULL
) STRICT;

-- Everything the signed paper shows, as it was when the plan was closed (JSON, see storage/records/signed_contents.py).
-- template is not a foreign key: a plan whose template is lost must still open.
CREATE TABLE signed_content (
  plan       INTEGER PRIMARY KEY REFERENCES plan (id) ON DELETE CASCADE,
  origin     TEXT NOT NULL CHECK (origin IN ('signature', 'upgrade')),
  stored_at  TEXT NOT NULL,
  template   TEXT,
  content    TEXT NOT NULL
) STRICT;
CREATE INDEX signed_content_template ON signed_content (template);
CREATE TRIGGER signed_template_goes_with_the_last_plan AFTER DELETE ON signed_content
WHEN OLD.template IS NOT NULL AND NOT EXISTS (SELECT 1 FROM signed_content WHERE template = OLD.template)
BEGIN
  DELETE FROM signed_template WHERE sha256 = OLD.template;
END;

-- The names on the paper, apart from its content: deleting a participant of a group takes that name along.
CREATE TABLE signed_name (
  plan   INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  party  INTEGER NOT NULL REFERENCES party (id) ON DELETE CASCADE,
  name   TEXT NOT NULL,
  PRIMARY KEY (plan, party)
) STRICT;
CREATE INDEX signed_name_party ON signed_name (party);

-- The common answers that a closed plan prints: they are closed with it.
CREATE TABLE closed_answer (
  plan   INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  party  INTEGER NOT NULL REFERENCES party (id) ON DELETE CASCADE,
  field  TEXT NOT NULL,
  PRIMARY KEY (plan, party, field)
) STRICT;
CREATE INDEX closed_answer_of_party ON closed_answer (party, field);

-- The earlier agreements that a closed plan prints with their status and remark: what its own conversation said of them
-- is closed with it. A later conversation may say more.
CREATE TABLE closed_review (
  plan       INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  agreement  TEXT NOT NULL REFERENCES agreement (id) ON DELETE CASCADE,
  PRIMARY KEY (plan, agreement)
) STRICT;
CREATE INDEX closed_review_agreement ON closed_review (agreement);

-- The employee who is just being deleted, with everything about them: the only case in which a conversation with a
-- closed plan goes.
CREATE TABLE employee_being_deleted (
  employee  INTEGER PRIMARY KEY REFERENCES employee (id) ON DELETE CASCADE
) STRICT;
DROP TRIGGER employee_takes_conversations_along;
CREATE TRIGGER employee_takes_conversations_along BEFORE DELETE ON employee
BEGIN
  INSERT OR IGNORE INTO employee_being_deleted VALUES (OLD.id);
  DELETE FROM conversation
   WHERE id IN (SELECT conversation FROM party WHERE employee = OLD.id)
     AND NOT EXISTS (SELECT 1 FROM party WHERE party.conversation = conversation.id AND party.employee <> OLD.id);
  DELETE FROM employee_being_deleted WHERE employee = OLD.id;
END;

-- Plans that were signed before there was stored content; the program stores it right after the upgrade.
CREATE TABLE content_to_store (
  plan  INTEGER PRIMARY KEY REFERENCES plan (id) ON DELETE CASCADE
) STRICT;

-- A follow-up that was set after the plan was closed carries the day it was added; the others are part of the paper.
ALTER TABLE follow_up ADD COLUMN added_on TEXT CHECK (added_on IS date(added_on, '+0 days'));

-- Who an addition after signature comes from: both, or the employee alone (a remark that the leader types).
ALTER TABLE addendum ADD COLUMN author TEXT NOT NULL DEFAULT 'both' CHECK (author IN ('both', 'employee'));

-- Whether the talk counts as the yearly MUS; a senior talk or a pay talk does not.
ALTER TABLE conversation ADD COLUMN counts INTEGER NOT NULL DEFAULT 1 CHECK (counts IN (0, 1));

-- The tick that a common note may follow the plan, one for each party that must agree (by_party).
CREATE TABLE note_tick (
  party      INTEGER NOT NULL REFERENCES party (id) ON DELETE CASCADE,
  field      TEXT NOT NULL,
  by_party   INTEGER NOT NULL REFERENCES party (id) ON DELETE CASCADE,
  ticked_on  TEXT NOT NULL CHECK (ticked_on IS date(ticked_on, '+0 days')),
  PRIMARY KEY (party, field, by_party)
) STRICT;
CREATE INDEX note_tick_by_party ON note_tick (by_party);

-- Tjenestenummer: one person may have several.
CREATE TABLE service_number (
  number    TEXT PRIMARY KEY NOT NULL CHECK (number <> ''),
  employee  INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX service_number_employee ON service_number (employee);

CREATE TABLE leave (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  employee  INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
  kind      TEXT NOT NULL CHECK (kind IN ('leave', 'illness', 'parental')),
  from_on   TEXT NOT NULL CHECK (from_on IS date(from_on, '+0 days')),
  until_on  TEXT CHECK (until_on IS date(until_on, '+0 days')),
  CHECK (until_on IS NULL OR until_on >= from_on)
) STRICT;
CREATE INDEX leave_employee ON leave (employee, from_on);

-- What the leader noted between conversations, for the leader alone.
CREATE TABLE observation (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  employee  INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
  on_date   TEXT NOT NULL CHECK (on_date IS date(on_date, '+0 days')),
  body      TEXT NOT NULL
) STRICT;
CREATE INDEX observation_employee ON observation (employee, on_date);

ALTER TABLE round ADD COLUMN due_on TEXT CHECK (due_on IS date(due_on, '+0 days'));
ALTER TABLE round ADD COLUMN closed_on TEXT CHECK (closed_on IS date(closed_on, '+0 days'));

CREATE TABLE round_form (
  round    INTEGER NOT NULL REFERENCES round (id) ON DELETE CASCADE,
  form_id  TEXT NOT NULL,
  PRIMARY KEY (round, form_id)
) STRICT;

CREATE TABLE round_participant (
  round     INTEGER NOT NULL REFERENCES round (id) ON DELETE CASCADE,
  employee  INTEGER NOT NULL REFERENCES employee (id) ON DELETE CASCADE,
  form_id   TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (round, employee)
) STRICT;
CREATE INDEX round_participant_employee ON round_participant (employee);

-- A sheet that came back, as it came. The bytes stand last, so that a list is read without them.
CREATE TABLE received_sheet (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation  INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  party         INTEGER NOT NULL REFERENCES party (id) ON DELETE CASCADE,
  name          TEXT NOT NULL,
  sha256        TEXT NOT NULL,
  received_at   TEXT NOT NULL,
  bytes         BLOB NOT NULL
) STRICT;
CREATE INDEX received_sheet_conversation ON received_sheet (conversation);
CREATE INDEX received_sheet_party ON received_sheet (party);

-- A file that belongs to a plan: the signed paper as a scan or photograph.
CREATE TABLE plan_attachment (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  plan      INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  name      TEXT NOT NULL,
  sha256    TEXT NOT NULL,
  added_at  TEXT NOT NULL,
  bytes     BLOB NOT NULL
) STRICT;
CREATE INDEX plan_attachment_plan ON plan_attachment (plan);

-- Restyled templates know the form version they were made for, and when they were installed.
CREATE TABLE new_template (
  form_id       TEXT NOT NULL,
  kind          TEXT NOT NULL,
  form_version  INTEGER NOT NULL DEFAULT 1,
  installed_at  TEXT NOT NULL DEFAULT '',
  sha256        TEXT NOT NULL,
  docx          BLOB NOT NULL,
  PRIMARY KEY (form_id, kind)
) STRICT;
INSERT INTO new_template (form_id, kind, sha256, docx) SELECT form_id, kind, sha256, docx FROM template;
DROP TABLE template;
ALTER TABLE new_template RENAME TO template;

-- Files of the workplace that documents show, such as its logo.
CREATE TABLE asset (
  key     TEXT PRIMARY KEY NOT NULL,
  name    TEXT NOT NULL,
  sha256  TEXT NOT NULL,
  bytes   BLOB NOT NULL
) STRICT;

-- Plans signed under schema 1 are closed as they stand.
DROP TRIGGER signed_plan_is_not_changed;
DROP TRIGGER signed_plan_is_not_deleted;
DROP TRIGGER party_of_signed_plan_is_not_deleted;
DROP TRIGGER signed_agreement_is_not_changed;
DROP TRIGGER signed_plan_takes_dated_agreements_only;
DROP TRIGGER signed_agreement_is_not_deleted;
DROP TRIGGER addendum_to_signed_plan_is_not_changed;
DROP TRIGGER addendum_to_signed_plan_is_not_deleted;
-- A damaged day of signature does not stop the upgrade: such a plan is closed too, on the nearest day that is known.
UPDATE plan
   SET closed_on = CASE WHEN signed_on IS date(signed_on, '+0 days') THEN signed_on
                        WHEN agreed_on IS date(agreed_on, '+0 days') AND agreed_on IS NOT NULL THEN agreed_on
                        ELSE date('now', 'localtime') END
 WHERE signed_on IS NOT NULL;
INSERT INTO content_to_store SELECT id FROM plan WHERE closed_on IS NOT NULL;
INSERT INTO signature
SELECT plan.id, 'leader', leader.id, '', plan.signed_on
  FROM plan JOIN party AS own ON own.id = plan.party
  JOIN party AS leader ON leader.conversation = own.conversation AND leader.role = 'leader'
 WHERE plan.signed_on IS date(plan.signed_on, '+0 days') AND plan.signed_on IS NOT NULL;
-- Who must sign is what services/signing.py says: of an own plan its participant, whenever they left the group; of the
-- common plan those who took part, or everybody if nobody is left.
INSERT INTO signature
SELECT plan.id, 'employee', signer.id, '', plan.signed_on
  FROM plan JOIN party AS own ON own.id = plan.party
  JOIN conversation ON conversation.id = own.conversation
  JOIN party AS signer ON signer.conversation = own.conversation AND signer.role = 'employee'
 WHERE plan.signed_on IS date(plan.signed_on, '+0 days') AND plan.signed_on IS NOT NULL
   AND (signer.id = own.id
        OR (own.role <> 'employee'
            AND (signer.left_on IS NULL OR signer.left_on > conversation.held_on
                 OR NOT EXISTS (SELECT 1 FROM party AS other
                                 WHERE other.conversation = own.conversation AND other.role = 'employee'
                                   AND (other.left_on IS NULL OR other.left_on > conversation.held_on)))));

-- A closed plan does not change. Copy and filing and the status of an agreement stay open; a further signature or
-- refusal, dated rows, addenda, reviews and follow-ups come in; who signed when may be corrected until the plan is
-- filed. Deleting the person is still possible: a cascade removes the parent first, which is how these triggers tell it
-- from deleting a part. Closing is undone by an update of its own, as long as the plan is not filed and nothing has been
-- added since. The day of signature may lie ahead: then what is dated from the day the content was stored was added.
CREATE TRIGGER conversation_with_closed_plan_is_not_deleted BEFORE DELETE ON conversation
WHEN EXISTS (SELECT 1 FROM party JOIN plan ON plan.party = party.id
              WHERE party.conversation = OLD.id AND plan.closed_on IS NOT NULL)
 AND NOT EXISTS (SELECT 1 FROM party JOIN employee_being_deleted AS going ON going.employee = party.employee
                  WHERE party.conversation = OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER closed_plan_is_not_changed BEFORE UPDATE ON plan
WHEN OLD.closed_on IS NOT NULL
 AND ((OLD.id, OLD.party, OLD.agreed_on) IS NOT (NEW.id, NEW.party, NEW.agreed_on)
      OR (NEW.closed_on IS NOT NULL AND NEW.closed_on IS NOT OLD.closed_on)
      OR (NEW.closed_on IS NULL
          AND ((NEW.signed_on, NEW.signed_by, NEW.refused_on) IS NOT (NULL, '', NULL)
               OR OLD.journalised_on IS NOT NULL
               OR NEW.journalised_on IS NOT NULL
               OR EXISTS (SELECT 1 FROM addendum
                           WHERE plan = OLD.id
                             AND added_on >= min(OLD.closed_on, coalesce((SELECT substr(stored_at, 1, 10)
                                                   FROM signed_content WHERE plan = OLD.id), OLD.closed_on)))
               OR EXISTS (SELECT 1 FROM agreement
                           WHERE plan = OLD.id
                             AND added_on >= min(OLD.closed_on, coalesce((SELECT substr(stored_at, 1, 10)
                                                   FROM signed_content WHERE plan = OLD.id), OLD.closed_on)))
               OR EXISTS (SELECT 1 FROM follow_up WHERE plan = OLD.id AND added_on IS NOT NULL)))
      OR (NEW.closed_on IS NOT NULL AND OLD.journalised_on IS NOT NULL
          AND ((OLD.signed_on IS NOT NULL AND (OLD.signed_on, OLD.signed_by) IS NOT (NEW.signed_on, NEW.signed_by))
               -- Whoever refused may sign after all: the refusals themselves are guarded below.
               OR (OLD.refused_on IS NOT NULL AND OLD.refused_on IS NOT NEW.refused_on
                   AND NEW.refused_on IS NOT (SELECT min(refused_on) FROM refusal WHERE plan = OLD.id)))))
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

-- A plan is never signed or refused without the content that the signature covers.
CREATE TRIGGER plan_is_closed_with_content BEFORE UPDATE ON plan
WHEN OLD.closed_on IS NULL
 AND (NEW.closed_on IS NOT NULL OR NEW.signed_on IS NOT NULL OR NEW.refused_on IS NOT NULL)
 AND (NEW.closed_on IS NULL
      OR NOT (EXISTS (SELECT 1 FROM signed_content WHERE plan = NEW.id)
              OR EXISTS (SELECT 1 FROM content_to_store WHERE plan = NEW.id)))
BEGIN
  SELECT RAISE(ABORT, 'a signed plan has content');
END;

CREATE TRIGGER closed_plan_is_not_deleted BEFORE DELETE ON plan
WHEN OLD.closed_on IS NOT NULL AND EXISTS (SELECT 1 FROM party WHERE id = OLD.party)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER party_of_closed_plan_is_not_deleted BEFORE DELETE ON party
WHEN EXISTS (SELECT 1 FROM plan WHERE party = OLD.id AND closed_on IS NOT NULL)
 AND EXISTS (SELECT 1 FROM conversation WHERE id = OLD.conversation)
 AND (OLD.employee IS NULL OR EXISTS (SELECT 1 FROM employee WHERE id = OLD.employee))
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

-- What stands at the head of the paper is stored with it; the appointment itself is closed too.
CREATE TRIGGER appointment_of_closed_plan_is_not_changed BEFORE UPDATE ON conversation
WHEN (OLD.purpose, OLD.form_version, OLD.period, OLD.on_date, OLD.at_time)
     IS NOT (NEW.purpose, NEW.form_version, NEW.period, NEW.on_date, NEW.at_time)
 AND EXISTS (SELECT 1 FROM party JOIN plan ON plan.party = party.id
              WHERE party.conversation = OLD.id AND plan.closed_on IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER closed_agreement_is_not_changed BEFORE UPDATE ON agreement
WHEN EXISTS (SELECT 1 FROM plan WHERE id IN (OLD.plan, NEW.plan) AND closed_on IS NOT NULL)
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

CREATE TRIGGER closed_plan_takes_dated_agreements_only BEFORE INSERT ON agreement
WHEN EXISTS (SELECT 1 FROM plan WHERE id = NEW.plan AND closed_on IS NOT NULL
                AND (NEW.added_on IS NULL
                     OR NEW.added_on < min(closed_on, coalesce((SELECT substr(stored_at, 1, 10)
                                             FROM signed_content WHERE plan = NEW.plan), closed_on))))
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER closed_agreement_is_not_deleted BEFORE DELETE ON agreement
WHEN EXISTS (SELECT 1 FROM plan WHERE id = OLD.plan AND closed_on IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

-- An addendum is saved while it is typed, so its text may change on the day it is dated; after that it stands.
CREATE TRIGGER addendum_to_closed_plan_is_not_changed BEFORE UPDATE ON addendum
WHEN EXISTS (SELECT 1 FROM plan WHERE id IN (OLD.plan, NEW.plan) AND closed_on IS NOT NULL)
 AND ((OLD.id, OLD.plan, OLD.agreement, OLD.col, OLD.added_on, OLD.author)
      IS NOT (NEW.id, NEW.plan, NEW.agreement, NEW.col, NEW.added_on, NEW.author)
      OR OLD.added_on < date('now', 'localtime'))
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER addendum_to_closed_plan_is_not_deleted BEFORE DELETE ON addendum
WHEN EXISTS (SELECT 1 FROM plan WHERE id = OLD.plan AND closed_on IS NOT NULL)
 AND OLD.added_on < date('now', 'localtime')
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

-- A follow-up that stands on the paper keeps its date and its words; that it was done is noted later.
CREATE TRIGGER closed_follow_up_is_not_changed BEFORE UPDATE ON follow_up
WHEN EXISTS (SELECT 1 FROM plan WHERE id IN (OLD.plan, NEW.plan) AND closed_on IS NOT NULL)
 AND ((OLD.plan, OLD.field, OLD.position, OLD.added_on) IS NOT (NEW.plan, NEW.field, NEW.position, NEW.added_on)
      OR (OLD.added_on IS NULL AND (OLD.due_on, OLD.note) IS NOT (NEW.due_on, NEW.note)))
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER closed_plan_takes_dated_follow_ups_only BEFORE INSERT ON follow_up
WHEN EXISTS (SELECT 1 FROM plan WHERE id = NEW.plan AND closed_on IS NOT NULL
                AND (NEW.added_on IS NULL
                     OR NEW.added_on < min(closed_on, coalesce((SELECT substr(stored_at, 1, 10)
                                             FROM signed_content WHERE plan = NEW.plan), closed_on))))
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER closed_follow_up_is_not_deleted BEFORE DELETE ON follow_up
WHEN OLD.added_on IS NULL AND EXISTS (SELECT 1 FROM plan WHERE id = OLD.plan AND closed_on IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER closed_answer_is_not_changed BEFORE UPDATE ON answer
WHEN (OLD.party, OLD.field, OLD.value) IS NOT (NEW.party, NEW.field, NEW.value)
 AND EXISTS (SELECT 1 FROM closed_answer
              WHERE (party, field) IN (VALUES (OLD.party, OLD.field), (NEW.party, NEW.field)))
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

-- An answer that is saved again as it stands is no change.
CREATE TRIGGER closed_answer_is_not_added BEFORE INSERT ON answer
WHEN EXISTS (SELECT 1 FROM closed_answer WHERE party = NEW.party AND field = NEW.field)
 AND NOT EXISTS (SELECT 1 FROM answer WHERE party = NEW.party AND field = NEW.field AND value = NEW.value)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER closed_answer_is_not_deleted BEFORE DELETE ON answer
WHEN EXISTS (SELECT 1 FROM closed_answer WHERE party = OLD.party AND field = OLD.field)
 AND EXISTS (SELECT 1 FROM party WHERE id = OLD.party)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER content_of_closed_plan_is_not_changed BEFORE UPDATE ON signed_content
WHEN EXISTS (SELECT 1 FROM plan WHERE id IN (OLD.plan, NEW.plan) AND closed_on IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER content_of_closed_plan_is_not_added BEFORE INSERT ON signed_content
WHEN EXISTS (SELECT 1 FROM plan WHERE id = NEW.plan AND closed_on IS NOT NULL)
 AND NOT EXISTS (SELECT 1 FROM content_to_store WHERE plan = NEW.plan)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER content_of_closed_plan_is_not_deleted BEFORE DELETE ON signed_content
WHEN EXISTS (SELECT 1 FROM plan WHERE id = OLD.plan AND closed_on IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER name_on_closed_plan_is_not_changed BEFORE UPDATE ON signed_name
WHEN EXISTS (SELECT 1 FROM plan WHERE id IN (OLD.plan, NEW.plan) AND closed_on IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER name_on_closed_plan_is_not_added BEFORE INSERT ON signed_name
WHEN EXISTS (SELECT 1 FROM plan WHERE id = NEW.plan AND closed_on IS NOT NULL)
 AND NOT EXISTS (SELECT 1 FROM content_to_store WHERE plan = NEW.plan)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER name_on_closed_plan_is_not_deleted BEFORE DELETE ON signed_name
WHEN EXISTS (SELECT 1 FROM plan WHERE id = OLD.plan AND closed_on IS NOT NULL)
 AND EXISTS (SELECT 1 FROM party WHERE id = OLD.party)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER closed_answers_of_closed_plan_are_not_deleted BEFORE DELETE ON closed_answer
WHEN EXISTS (SELECT 1 FROM plan WHERE id = OLD.plan AND closed_on IS NOT NULL)
 AND EXISTS (SELECT 1 FROM party WHERE id = OLD.party)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER signature_on_filed_plan_is_not_deleted BEFORE DELETE ON signature
WHEN EXISTS (SELECT 1 FROM plan WHERE id = OLD.plan AND journalised_on IS NOT NULL)
 AND EXISTS (SELECT 1 FROM party WHERE id = OLD.party)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER signature_on_filed_plan_is_not_changed BEFORE UPDATE ON signature
WHEN EXISTS (SELECT 1 FROM plan WHERE id IN (OLD.plan, NEW.plan) AND journalised_on IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

-- A refusal ends when the same person signs, also on a filed plan.
CREATE TRIGGER refusal_on_filed_plan_is_not_deleted BEFORE DELETE ON refusal
WHEN EXISTS (SELECT 1 FROM plan WHERE id = OLD.plan AND journalised_on IS NOT NULL)
 AND EXISTS (SELECT 1 FROM party WHERE id = OLD.party)
 AND NOT EXISTS (SELECT 1 FROM signature WHERE plan = OLD.plan AND party = OLD.party AND role = OLD.role)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER refusal_on_filed_plan_is_not_changed BEFORE UPDATE ON refusal
WHEN EXISTS (SELECT 1 FROM plan WHERE id IN (OLD.plan, NEW.plan) AND journalised_on IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER template_of_signed_plan_is_not_changed BEFORE UPDATE ON signed_template
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER template_of_signed_plan_is_not_deleted BEFORE DELETE ON signed_template
WHEN EXISTS (SELECT 1 FROM signed_content WHERE template = OLD.sha256)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

-- A review that is saved again as it stands is no change. It goes with the agreement that it is about.
CREATE TRIGGER closed_review_is_not_changed BEFORE UPDATE ON review
WHEN (OLD.id, OLD.agreement, OLD.conversation, OLD.on_date, OLD.status, OLD.comment)
     IS NOT (NEW.id, NEW.agreement, NEW.conversation, NEW.on_date, NEW.status, NEW.comment)
 AND EXISTS (SELECT 1 FROM closed_review JOIN plan ON plan.id = closed_review.plan JOIN party ON party.id = plan.party
              WHERE plan.closed_on IS NOT NULL
                AND (closed_review.agreement, party.conversation)
                    IN (VALUES (OLD.agreement, OLD.conversation), (NEW.agreement, NEW.conversation)))
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER closed_review_is_not_added BEFORE INSERT ON review
WHEN EXISTS (SELECT 1 FROM closed_review JOIN plan ON plan.id = closed_review.plan JOIN party ON party.id = plan.party
              WHERE closed_review.agreement = NEW.agreement AND party.conversation = NEW.conversation
                AND plan.closed_on IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER closed_review_is_not_deleted BEFORE DELETE ON review
WHEN EXISTS (SELECT 1 FROM closed_review JOIN plan ON plan.id = closed_review.plan JOIN party ON party.id = plan.party
              WHERE closed_review.agreement = OLD.agreement AND party.conversation = OLD.conversation
                AND plan.closed_on IS NOT NULL)
 AND EXISTS (SELECT 1 FROM agreement WHERE id = OLD.agreement)
 AND EXISTS (SELECT 1 FROM conversation WHERE id = OLD.conversation)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;

CREATE TRIGGER closed_reviews_of_closed_plan_are_not_deleted BEFORE DELETE ON closed_review
WHEN EXISTS (SELECT 1 FROM plan WHERE id = OLD.plan AND closed_on IS NOT NULL)
 AND EXISTS (SELECT 1 FROM agreement WHERE id = OLD.agreement)
BEGIN
  SELECT RAISE(ABORT, 'the plan is signed');
END;
