-- CreateTable
CREATE TABLE "subscription_mrr" (
    "merchant_id" TEXT NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" DECIMAL(50,12) NOT NULL,
    "kind" TEXT NOT NULL,
    "converted" BOOLEAN NOT NULL,

    CONSTRAINT "subscription_mrr_pkey" PRIMARY KEY ("merchant_id","subscription_id")
);

-- CreateTable
CREATE TABLE "subscription_mrr_changes" (
    "merchant_id" TEXT NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "currency" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "amount" DECIMAL(50,12) NOT NULL,
    "subscriptions" INTEGER NOT NULL,
    "customers" INTEGER NOT NULL,
    "converted" INTEGER NOT NULL,
    "folded" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "subscription_mrr_changes_pkey" PRIMARY KEY ("merchant_id","number")
);

-- CreateTable
CREATE TABLE "mrr_days" (
    "merchant_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "amount" DECIMAL(50,12) NOT NULL,
    "subscriptions" INTEGER NOT NULL,
    "customers" INTEGER NOT NULL,
    "converted" INTEGER NOT NULL,

    CONSTRAINT "mrr_days_pkey" PRIMARY KEY ("merchant_id","day","currency","plan_id","kind","cause")
);

-- CreateTable
CREATE TABLE "revenue_days" (
    "merchant_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "rail" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,

    CONSTRAINT "revenue_days_pkey" PRIMARY KEY ("merchant_id","day","currency","rail","plan_id","kind")
);

-- CreateTable
CREATE TABLE "revenue_progress" (
    "account_number" BIGINT NOT NULL,
    "entry" BIGINT NOT NULL,

    CONSTRAINT "revenue_progress_pkey" PRIMARY KEY ("account_number")
);

-- CreateIndex
CREATE INDEX "subscription_mrr_merchant_id_customer_id_idx" ON "subscription_mrr"("merchant_id", "customer_id");

-- CreateIndex
CREATE INDEX "subscription_mrr_changes_merchant_id_subscription_id_idx" ON "subscription_mrr_changes"("merchant_id", "subscription_id");

-- What Prisma cannot say. docs/reports.md defines what is counted.

ALTER TABLE "subscription_mrr_changes"
  ADD CONSTRAINT "subscription_mrr_changes_kind_check"
    CHECK ("kind" IN ('new', 'expansion', 'contraction', 'churned', 'reactivated')),
  ADD CONSTRAINT "subscription_mrr_changes_cause_check" CHECK (("kind" = 'churned') = ("cause" <> ''));
-- What is not yet in the sums by day, and who has come back.
CREATE INDEX "subscription_mrr_changes_loose" ON "subscription_mrr_changes" ("merchant_id") WHERE NOT "folded";
CREATE INDEX "subscription_mrr_changes_churned" ON "subscription_mrr_changes" ("merchant_id", "customer_id")
  WHERE "kind" = 'churned';
CREATE INDEX "subscription_steps_trials" ON "subscription_steps" ("merchant_id", "at") WHERE "kind" = 'trial';
-- The report of unpaid invoices looks for those that failed in a time.
CREATE INDEX "invoices_uncollectible" ON "invoices" ("merchant_id", "closed_at") WHERE "status" = 'uncollectible';

-- A price as an amount for one month, with twelve decimals of the smallest unit: a year is 12 months, a day 12/365 of one.
CREATE FUNCTION "amount_of_month"(amount numeric, unit text, count int) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE unit
    WHEN 'day' THEN round(amount::numeric(60, 16) * 365 / (12 * count), 12)
    WHEN 'week' THEN round(amount::numeric(60, 16) * 365 / (84 * count), 12)
    WHEN 'month' THEN round(amount::numeric(60, 16) / count, 12)
    WHEN 'year' THEN round(amount::numeric(60, 16) / (12 * count), 12)
  END $$;

-- Writes what changes of subscriptions mean for recurring revenue. A subscription counts from being active until it is
-- paused, canceled or expired, or until what it paid first leaves the chain: that takes back what it was counted as.
-- What a customer's first subscription adds is new, or reactivated for one who was lost; what others add is expansion.
CREATE FUNCTION "record_mrr"(merchants text[], ids text[]) RETURNS void LANGUAGE plpgsql
SET enable_nestloop = on AS $$
BEGIN
  -- Of two subscriptions of one customer that change at once, the second sees what became of the first.
  PERFORM FROM public.customers c
  WHERE (c.merchant_id, c.id) IN (
    SELECT s.merchant_id, s.customer_id
    FROM unnest(merchants, ids) AS k(merchant, id)
    JOIN public.subscriptions s ON s.merchant_id = k.merchant AND s.id = k.id
    LEFT JOIN public.subscription_mrr m ON m.merchant_id = s.merchant_id AND m.subscription_id = s.id
    WHERE CASE WHEN m.subscription_id IS NULL THEN s.status = 'active' ELSE s.status NOT IN ('active', 'past_due') END)
  ORDER BY c.merchant_id, c.id FOR NO KEY UPDATE;

  WITH each AS (
    SELECT s.merchant_id, s.id, s.customer_id, s.plan_id, s.status, s.updated_at AS at, pr.currency,
      public.amount_of_month(pr.amount * s.quantity, pr.interval_unit, pr.interval_count) AS amount,
      s.trial_ends_at IS NOT NULL AS tried, m.subscription_id IS NOT NULL AS was, m.plan_id AS was_plan,
      m.currency AS was_currency, m.amount AS was_amount, m.kind AS was_kind, m.converted AS was_converted,
      s.status = 'active' OR (s.status = 'past_due' AND m.subscription_id IS NOT NULL) AS counts
    FROM unnest(merchants, ids) AS k(merchant, id)
    JOIN public.subscriptions s ON s.merchant_id = k.merchant AND s.id = k.id
    JOIN public.prices pr ON pr.merchant_id = s.merchant_id AND pr.id = s.price_id
    LEFT JOIN public.subscription_mrr m ON m.merchant_id = s.merchant_id AND m.subscription_id = s.id
  ), moved AS (
    SELECT each.*, CASE WHEN NOT was THEN 'start' WHEN NOT counts THEN 'stop' ELSE 'stay' END AS move,
      count(*) FILTER (WHERE counts AND NOT was) OVER customer AS starting,
      count(*) FILTER (WHERE was AND NOT counts) OVER customer AS stopping,
      row_number() OVER (PARTITION BY merchant_id, customer_id, was, counts ORDER BY id) AS place
    FROM each
    WHERE counts <> was OR (was AND (plan_id, currency, amount) IS DISTINCT FROM (was_plan, was_currency, was_amount))
    WINDOW customer AS (PARTITION BY merchant_id, customer_id)
  ), judged AS (
    SELECT moved.*,
      -- A change from having nothing, or to having nothing, is made by one subscription of the customer.
      move = 'start' AND place = 1 AND had = 0 AS comes,
      move = 'stop' AND place = stopping AND had = stopping AND starting = 0 AS goes,
      move = 'stop' AND status IN ('incomplete', 'trialing') AS undone
    FROM moved CROSS JOIN LATERAL (
      SELECT count(*) AS had FROM public.subscription_mrr o
      WHERE moved.move <> 'stay' AND o.merchant_id = moved.merchant_id AND o.customer_id = moved.customer_id
    ) h
  ), named AS (
    SELECT judged.*,
      CASE
        WHEN comes AND EXISTS (SELECT FROM public.subscription_mrr_changes c WHERE c.merchant_id = judged.merchant_id
          AND c.customer_id = judged.customer_id AND c.kind = 'churned') THEN 'reactivated'
        WHEN comes THEN 'new'
        WHEN move = 'start' THEN 'expansion'
        WHEN goes AND undone AND was_kind <> 'expansion' THEN was_kind
        WHEN goes THEN 'churned'
        WHEN move = 'stop' AND undone AND was_kind = 'expansion' THEN was_kind
        WHEN move = 'stop' THEN 'contraction'
      END AS named,
      move = 'start' AND tried AND NOT EXISTS (
        SELECT FROM public.subscription_mrr_changes c
        WHERE c.merchant_id = judged.merchant_id AND c.subscription_id = judged.id
        GROUP BY c.subscription_id HAVING sum(c.converted) > 0) AS converts
    FROM judged
  ), changed AS (
    SELECT named.*, side.*,
      coalesce(named, CASE
        WHEN was_currency <> currency THEN CASE WHEN of_amount > 0 THEN 'expansion' ELSE 'contraction' END
        WHEN amount > was_amount THEN 'expansion' ELSE 'contraction' END) AS of_kind
    FROM named CROSS JOIN LATERAL (
      SELECT plan_id AS of_plan, currency AS of_currency, amount AS of_amount, 1 AS of_subscriptions
      WHERE move = 'start'
      UNION ALL
      SELECT was_plan, was_currency, -was_amount, -1 WHERE move = 'stop'
      UNION ALL
      SELECT plan_id, currency, amount - was_amount, 0
      WHERE move = 'stay' AND plan_id = was_plan AND currency = was_currency
      UNION ALL
      SELECT was_plan, was_currency, -was_amount, -1
      WHERE move = 'stay' AND (plan_id, currency) IS DISTINCT FROM (was_plan, was_currency)
      UNION ALL
      SELECT plan_id, currency, amount, 1
      WHERE move = 'stay' AND (plan_id, currency) IS DISTINCT FROM (was_plan, was_currency)
    ) side
  ), noted AS (
    INSERT INTO public.subscription_mrr_changes (merchant_id, subscription_id, customer_id, plan_id, at, currency, kind,
      cause, amount, subscriptions, customers, converted)
    SELECT merchant_id, id, customer_id, of_plan, at, of_currency, of_kind,
      CASE WHEN of_kind <> 'churned' THEN '' WHEN undone THEN 'undone' ELSE status END, of_amount, of_subscriptions,
      CASE WHEN comes THEN 1 WHEN goes THEN -1 ELSE 0 END,
      CASE WHEN converts THEN 1 WHEN undone AND was_converted THEN -1 ELSE 0 END
    FROM changed
  ), gone AS (
    DELETE FROM public.subscription_mrr m USING named
    WHERE named.move = 'stop' AND m.merchant_id = named.merchant_id AND m.subscription_id = named.id
  )
  INSERT INTO public.subscription_mrr AS m (merchant_id, subscription_id, customer_id, plan_id, currency, amount, kind,
    converted)
  SELECT merchant_id, id, customer_id, plan_id, currency, amount, coalesce(named, 'new'), converts
  FROM named WHERE move <> 'stop'
  ON CONFLICT (merchant_id, subscription_id)
    DO UPDATE SET plan_id = excluded.plan_id, currency = excluded.currency, amount = excluded.amount;
END $$;

-- The two sides of a statement are joined by hashing: there are no indexes on them.
CREATE FUNCTION "subscriptions_changed"() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE
  merchants text[];
  ids text[];
BEGIN
  SELECT array_agg(a.merchant_id), array_agg(a.id) INTO merchants, ids
  FROM after a JOIN before b ON b.merchant_id = a.merchant_id AND b.id = a.id
  WHERE (a.status, a.price_id, a.quantity, a.plan_id) IS DISTINCT FROM (b.status, b.price_id, b.quantity, b.plan_id)
    AND (a.status IN ('active', 'past_due') OR b.status IN ('active', 'past_due'));
  IF ids IS NOT NULL THEN PERFORM public.record_mrr(merchants, ids); END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION "subscriptions_inserted"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  merchants text[];
  ids text[];
BEGIN
  SELECT array_agg(merchant_id), array_agg(id) INTO merchants, ids FROM after WHERE status = 'active';
  IF ids IS NOT NULL THEN PERFORM public.record_mrr(merchants, ids); END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "subscriptions_mrr_changed" AFTER UPDATE ON "subscriptions"
  REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION "subscriptions_changed"();
CREATE TRIGGER "subscriptions_mrr_inserted" AFTER INSERT ON "subscriptions"
  REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION "subscriptions_inserted"();

-- What subscriptions cost stays as it was when they were made: another price is another row.
CREATE FUNCTION "prices_stay"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the amount, currency and interval of a price never change' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "prices_fixed" BEFORE UPDATE ON "prices" FOR EACH ROW
  WHEN ((OLD.amount, OLD.currency, OLD.interval_unit, OLD.interval_count)
    IS DISTINCT FROM (NEW.amount, NEW.currency, NEW.interval_unit, NEW.interval_count))
  EXECUTE FUNCTION "prices_stay"();

-- Whoever subscribed before this counts from the beginning of the present run.
WITH counted AS (
  SELECT s.merchant_id, s.id, s.customer_id, s.plan_id, coalesce(s.anchor_at, s.created_at) AS at, pr.currency,
    amount_of_month(pr.amount * s.quantity, pr.interval_unit, pr.interval_count) AS amount,
    row_number() OVER (PARTITION BY s.merchant_id, s.customer_id ORDER BY coalesce(s.anchor_at, s.created_at), s.id) = 1
      AS first, s.trial_ends_at IS NOT NULL AS converted
  FROM subscriptions s JOIN prices pr ON pr.merchant_id = s.merchant_id AND pr.id = s.price_id
  WHERE s.status IN ('active', 'past_due') AND EXISTS (SELECT FROM invoices i WHERE i.merchant_id = s.merchant_id
    AND i.subscription_id = s.id AND i.status = 'paid')
), noted AS (
  INSERT INTO subscription_mrr_changes (merchant_id, subscription_id, customer_id, plan_id, at, currency, kind, cause,
    amount, subscriptions, customers, converted)
  SELECT merchant_id, id, customer_id, plan_id, at, currency, CASE WHEN first THEN 'new' ELSE 'expansion' END, '',
    amount, 1, first::int, converted::int
  FROM counted
)
INSERT INTO subscription_mrr (merchant_id, subscription_id, customer_id, plan_id, currency, amount, kind, converted)
SELECT merchant_id, id, customer_id, plan_id, currency, amount, CASE WHEN first THEN 'new' ELSE 'expansion' END, converted
FROM counted;
