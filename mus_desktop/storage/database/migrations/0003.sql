-- Schema 3: a tick that a common note may follow the plan holds for the words that were ticked, and is closed with the
-- plan that prints them. The table note_tick itself has been there since schema 2, which nothing wrote to.

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
