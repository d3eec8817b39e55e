-- Lists of a kind are looked through without its rows, however far back in time they reach; those
-- of a camera's kind in a stretch of time are found at once.
DROP INDEX event_by_kind;
CREATE INDEX event_by_kind ON event (kind, n, time, resource);
CREATE INDEX event_by_resource_and_kind ON event (resource, kind, time);
