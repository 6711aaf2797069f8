-- A mint against an outdated plan may have paid the merchant nothing. It is kept, flagged, and grants nothing.
ALTER TABLE "payments"
  DROP CONSTRAINT "payments_amount_check",
  ADD CONSTRAINT "payments_amount_check"
    CHECK ("amount" >= 0 AND "periods" >= 0 AND ("amount" > 0 OR "flag" IS NOT NULL));
