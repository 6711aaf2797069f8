-- AlterTable
ALTER TABLE "merchants" ADD COLUMN     "mode" TEXT NOT NULL DEFAULT 'live';

-- CreateTable
CREATE TABLE "merchant_invitations" (
    "merchant_id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merchant_invitations_pkey" PRIMARY KEY ("merchant_id","address")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "scopes" TEXT[],
    "hash" BYTEA NOT NULL,
    "hint" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateIndex
CREATE INDEX "merchant_invitations_address_idx" ON "merchant_invitations"("address");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- AddForeignKey
ALTER TABLE "merchant_invitations" ADD CONSTRAINT "merchant_invitations_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.
ALTER TABLE "merchants" ADD CONSTRAINT "merchants_mode_check" CHECK ("mode" IN ('live', 'test'));
ALTER TABLE "merchant_invitations" ADD CONSTRAINT "merchant_invitations_role_check"
    CHECK ("role" IN ('viewer', 'developer', 'admin', 'owner'));
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_check"
    CHECK ("mode" IN ('live', 'test') AND octet_length("hash") = 32 AND cardinality("scopes") > 0);
