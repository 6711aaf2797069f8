-- CreateTable
CREATE TABLE "portal_sessions" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "link_hash" BYTEA NOT NULL,
    "link_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "redeemed_at" TIMESTAMPTZ(3),
    "token_hash" BYTEA,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "return_url" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "portal_sessions_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "portal_sessions_link_hash_key" ON "portal_sessions"("link_hash");

-- CreateIndex
CREATE UNIQUE INDEX "portal_sessions_token_hash_key" ON "portal_sessions"("token_hash");

-- CreateIndex
CREATE INDEX "portal_sessions_merchant_id_customer_id_idx" ON "portal_sessions"("merchant_id", "customer_id");

-- CreateIndex
CREATE INDEX "portal_sessions_created_at_idx" ON "portal_sessions"("created_at");

-- What Prisma cannot say.

ALTER TABLE "portal_sessions"
  ADD CONSTRAINT "portal_sessions_redeemed_check"
    CHECK (("redeemed_at" IS NULL) = ("token_hash" IS NULL) AND ("token_hash" IS NULL) = ("expires_at" IS NULL));
