-- How far the service's clock was ahead of this master's when the batch came, in
-- milliseconds; negative is behind. NULL for batches of before.
ALTER TABLE batch ADD COLUMN clock_offset INTEGER;
