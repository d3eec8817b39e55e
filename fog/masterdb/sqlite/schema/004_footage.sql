-- A camera's segments, and what is said of its stream, among all that is seen in it.
CREATE INDEX event_segment ON event (resource, time) WHERE kind = 'segment';
CREATE INDEX event_stream ON event (resource, time) WHERE kind = 'stream';
-- The same segments as they came: an index ends with the row's own number.
CREATE INDEX event_segment_order ON event (resource) WHERE kind = 'segment';
