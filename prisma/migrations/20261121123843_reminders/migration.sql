-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "reminders_stopped_at" TIMESTAMPTZ(3);
