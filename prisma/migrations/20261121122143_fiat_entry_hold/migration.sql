-- AlterTable
ALTER TABLE "fiat_entries" ADD COLUMN     "hold_id" TEXT;
