-- AlterTable
ALTER TABLE "merchants" ADD COLUMN     "test_clock_at" TIMESTAMPTZ(3),
ADD COLUMN     "test_clock_target" TIMESTAMPTZ(3);

-- Only a merchant in test mode has a clock of its own, and it moves forward.
ALTER TABLE "merchants" ADD CONSTRAINT "merchants_test_clock_check"
  CHECK (("test_clock_at" IS NULL OR "mode" = 'test')
    AND ("test_clock_target" IS NULL OR ("test_clock_at" IS NOT NULL AND "test_clock_target" >= "test_clock_at")));
CREATE INDEX "merchants_test_clocks" ON "merchants" ("id") WHERE "test_clock_at" IS NOT NULL;

CREATE FUNCTION merchants_test_clock_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.test_clock_at IS NULL OR NEW.test_clock_at < OLD.test_clock_at THEN
    RAISE EXCEPTION 'the test clock of % moves forward only', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER merchants_test_clock_forward BEFORE UPDATE ON "merchants" FOR EACH ROW
  WHEN (OLD.test_clock_at IS NOT NULL AND NEW.test_clock_at IS DISTINCT FROM OLD.test_clock_at)
  EXECUTE FUNCTION merchants_test_clock_forward();
