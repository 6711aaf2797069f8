-- AlterTable
ALTER TABLE "process_heartbeats" ADD COLUMN     "stopped_at" TIMESTAMPTZ(3);
