-- Bodies in event and kept are written in few bytes from here on (package brief), and a salt that
-- follows from its key is empty; what stands here is read as it is. Older programs cannot read that,
-- which is what the schema's number tells them. This index was for what they kept.
DROP INDEX IF EXISTS event_by_kind;
