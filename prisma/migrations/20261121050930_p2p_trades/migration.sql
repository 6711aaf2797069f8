-- CreateTable
CREATE TABLE "p2p_offers" (
    "id" TEXT NOT NULL,
    "seller_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,
    "remaining" DECIMAL(38,0) NOT NULL,
    "min_amount" DECIMAL(38,0) NOT NULL,
    "max_amount" DECIMAL(38,0) NOT NULL,
    "price_currency" TEXT NOT NULL,
    "price_decimals" INTEGER NOT NULL,
    "fixed_price" DECIMAL(38,18),
    "margin_bps" INTEGER,
    "payment_methods" TEXT[],
    "terms" TEXT NOT NULL,
    "window_seconds" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "p2p_offers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "p2p_trades" (
    "id" TEXT NOT NULL,
    "offer_id" TEXT NOT NULL,
    "seller_id" TEXT NOT NULL,
    "buyer_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,
    "fee" DECIMAL(38,0) NOT NULL,
    "price_currency" TEXT NOT NULL,
    "price_decimals" INTEGER NOT NULL,
    "unit_price" DECIMAL(38,18) NOT NULL,
    "price_amount" DECIMAL(38,0) NOT NULL,
    "payment_method" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "hold_id" TEXT NOT NULL,
    "pay_by" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "paid_at" TIMESTAMPTZ(3),
    "payment_reference" TEXT,
    "disputed_at" TIMESTAMPTZ(3),
    "disputed_by" TEXT,
    "dispute_reason" TEXT,
    "dispute_evidence" TEXT,
    "resolved_by" TEXT,
    "resolution" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "p2p_trades_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "p2p_messages" (
    "id" TEXT NOT NULL,
    "trade_id" TEXT NOT NULL,
    "sender_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "p2p_messages_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "p2p_offers_seller_id_id_idx" ON "p2p_offers"("seller_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "p2p_trades_hold_id_key" ON "p2p_trades"("hold_id");

-- CreateIndex
CREATE INDEX "p2p_trades_offer_id_id_idx" ON "p2p_trades"("offer_id", "id");

-- CreateIndex
CREATE INDEX "p2p_trades_seller_id_id_idx" ON "p2p_trades"("seller_id", "id");

-- CreateIndex
CREATE INDEX "p2p_trades_buyer_id_id_idx" ON "p2p_trades"("buyer_id", "id");

-- CreateIndex
CREATE INDEX "p2p_trades_seller_id_status_resolved_by_idx" ON "p2p_trades"("seller_id", "status", "resolved_by");

-- CreateIndex
CREATE INDEX "p2p_trades_buyer_id_status_idx" ON "p2p_trades"("buyer_id", "status");

-- CreateIndex
CREATE INDEX "p2p_messages_trade_id_id_idx" ON "p2p_messages"("trade_id", "id");

-- AddForeignKey
ALTER TABLE "p2p_trades" ADD CONSTRAINT "p2p_trades_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "p2p_offers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "p2p_messages" ADD CONSTRAINT "p2p_messages_trade_id_fkey" FOREIGN KEY ("trade_id") REFERENCES "p2p_trades"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.

-- ── how they are found ──────────────────────────────────────────────────────────────────────────────

-- What the market shows: active, with enough left for the smallest trade.
CREATE INDEX "p2p_offers_market" ON "p2p_offers" ("currency", "price_currency", "id" DESC)
  WHERE "status" = 'active' AND "remaining" >= "min_amount";
CREATE INDEX "p2p_offers_market_currency" ON "p2p_offers" ("currency", "id" DESC)
  WHERE "status" = 'active' AND "remaining" >= "min_amount";
CREATE INDEX "p2p_offers_market_all" ON "p2p_offers" ("id" DESC)
  WHERE "status" = 'active' AND "remaining" >= "min_amount";
CREATE INDEX "p2p_trades_due" ON "p2p_trades" ("pay_by") WHERE "status" = 'awaiting_payment';
CREATE INDEX "p2p_trades_disputed" ON "p2p_trades" ("id" DESC) WHERE "status" = 'disputed';

-- ── what a row may say ──────────────────────────────────────────────────────────────────────────────

ALTER TABLE "p2p_offers"
  ADD CONSTRAINT "p2p_offers_amounts_check" CHECK ("amount" > 0 AND "remaining" BETWEEN 0 AND "amount"
    AND "min_amount" > 0 AND "min_amount" <= "max_amount" AND "max_amount" <= "amount"),
  ADD CONSTRAINT "p2p_offers_price_check" CHECK (("fixed_price" IS NULL) <> ("margin_bps" IS NULL)
    AND ("fixed_price" IS NULL OR "fixed_price" > 0) AND "margin_bps" BETWEEN -5000 AND 5000
    AND "price_currency" <> "currency" AND "price_decimals" BETWEEN 0 AND 18),
  ADD CONSTRAINT "p2p_offers_terms_check" CHECK (cardinality("payment_methods") BETWEEN 1 AND 10
    AND "window_seconds" BETWEEN 900 AND 86400),
  ADD CONSTRAINT "p2p_offers_status_check" CHECK ("status" IN ('active', 'paused', 'closed'));

ALTER TABLE "p2p_trades"
  ADD CONSTRAINT "p2p_trades_parties_check" CHECK ("buyer_id" <> "seller_id"
    AND ("resolved_by" IS NULL OR "resolved_by" NOT IN ("buyer_id", "seller_id"))
    AND ("disputed_by" IS NULL OR "disputed_by" IN ("buyer_id", "seller_id"))),
  ADD CONSTRAINT "p2p_trades_amounts_check" CHECK ("amount" > 0 AND "fee" >= 0 AND "unit_price" > 0
    AND "price_amount" > 0 AND "price_decimals" BETWEEN 0 AND 18 AND "pay_by" > "created_at"),
  ADD CONSTRAINT "p2p_trades_status_check" CHECK ("status" IN ('awaiting_payment', 'paid', 'disputed', 'released',
    'canceled', 'expired', 'refunded')),
  -- What a status tells of the past.
  ADD CONSTRAINT "p2p_trades_paid_check" CHECK (CASE
    WHEN "status" IN ('paid', 'disputed', 'refunded') THEN "paid_at" IS NOT NULL
    WHEN "status" IN ('awaiting_payment', 'expired') THEN "paid_at" IS NULL ELSE true END),
  ADD CONSTRAINT "p2p_trades_dispute_check" CHECK (("disputed_at" IS NULL) = ("disputed_by" IS NULL)
    AND ("disputed_at" IS NULL) = ("dispute_reason" IS NULL)
    AND ("disputed_at" IS NOT NULL OR "dispute_evidence" IS NULL)
    AND ("disputed_at" IS NULL OR "paid_at" IS NOT NULL)
    AND ("status" NOT IN ('disputed', 'refunded') OR "disputed_at" IS NOT NULL)),
  ADD CONSTRAINT "p2p_trades_resolution_check" CHECK (("resolved_by" IS NULL) = ("resolution" IS NULL)
    AND ("status" <> 'refunded' OR "resolved_by" IS NOT NULL)
    AND ("resolved_by" IS NULL OR ("status" IN ('released', 'refunded') AND "disputed_at" IS NOT NULL))),
  ADD CONSTRAINT "p2p_trades_ended_check" CHECK (
    ("ended_at" IS NULL) = ("status" IN ('awaiting_payment', 'paid', 'disputed')));

-- ── what may happen to it ───────────────────────────────────────────────────────────────────────────

CREATE FUNCTION "p2p_trades_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> NEW.status AND NEW.status <> ALL (CASE OLD.status
      WHEN 'awaiting_payment' THEN ARRAY['paid', 'released', 'canceled', 'expired']
      WHEN 'paid' THEN ARRAY['disputed', 'released', 'canceled']
      WHEN 'disputed' THEN ARRAY['released', 'canceled', 'refunded']
      ELSE ARRAY[]::text[] END) THEN
    RAISE EXCEPTION 'trade % cannot go from % to %', OLD.id, OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.ended_at IS NOT NULL OR (OLD.id, OLD.offer_id, OLD.seller_id, OLD.buyer_id, OLD.currency, OLD.amount, OLD.fee,
      OLD.price_currency, OLD.price_decimals, OLD.unit_price, OLD.price_amount, OLD.payment_method, OLD.hold_id,
      OLD.pay_by, OLD.created_at)
    IS DISTINCT FROM (NEW.id, NEW.offer_id, NEW.seller_id, NEW.buyer_id, NEW.currency, NEW.amount, NEW.fee,
      NEW.price_currency, NEW.price_decimals, NEW.unit_price, NEW.price_amount, NEW.payment_method, NEW.hold_id,
      NEW.pay_by, NEW.created_at) THEN
    RAISE EXCEPTION 'what trade % was agreed on stays as it is', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "p2p_trades_guard" BEFORE UPDATE ON "p2p_trades"
  FOR EACH ROW EXECUTE FUNCTION "p2p_trades_guard"();

CREATE FUNCTION "p2p_rows_stay"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% keeps its rows as they are', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "p2p_trades_permanent" BEFORE DELETE OR TRUNCATE ON "p2p_trades"
  FOR EACH STATEMENT EXECUTE FUNCTION "p2p_rows_stay"();
CREATE TRIGGER "p2p_messages_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "p2p_messages"
  FOR EACH STATEMENT EXECUTE FUNCTION "p2p_rows_stay"();

-- When a transaction ends, the money of each trade it touched is where the trade says it is: held in full while it is
-- open, captured in full when it was released, unlocked in full when it came to nothing.
CREATE FUNCTION "p2p_trades_money"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE trade public.p2p_trades; hold public.ledger_holds; total numeric;
BEGIN
  SELECT * INTO STRICT trade FROM public.p2p_trades WHERE id = NEW.id;
  SELECT * INTO hold FROM public.ledger_holds WHERE id = trade.hold_id;
  total := trade.amount + trade.fee;
  IF hold.id IS NULL OR hold.amount <> total OR hold.expires_at IS NOT NULL OR (CASE
      WHEN trade.ended_at IS NULL THEN hold.captured <> 0 OR hold.released <> 0
      WHEN trade.status = 'released' THEN hold.captured <> total
      ELSE hold.released <> total END) THEN
    RAISE EXCEPTION 'trade % is % and its money is not', trade.id, trade.status USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "p2p_trades_money" AFTER INSERT OR UPDATE ON "p2p_trades"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "p2p_trades_money"();
