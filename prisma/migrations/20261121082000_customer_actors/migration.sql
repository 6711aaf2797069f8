-- What a customer does in the portal is on record too.
ALTER TABLE "audit_entries" DROP CONSTRAINT "audit_entries_actor_check";
ALTER TABLE "audit_entries"
  ADD CONSTRAINT "audit_entries_actor_check"
  CHECK ("actor_kind" IN ('person', 'customer', 'operator', 'api_key', 'system'));
