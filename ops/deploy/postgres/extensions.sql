-- Runs once, when the database is made: which statements take the most time (`npm run -s ops -- report` shows them).
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
