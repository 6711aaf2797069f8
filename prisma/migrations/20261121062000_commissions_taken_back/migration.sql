-- AlterTable
ALTER TABLE "referral_commissions" ADD COLUMN "taken_back_at" TIMESTAMPTZ(3);
