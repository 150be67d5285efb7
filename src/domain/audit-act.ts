/** Every act the audit can record. The words of each language must cover them all, so none is ever shown by its key. */
export const auditActs = [
  'added',
  'changed',
  'removed',
  'signed_in',
  'signed_out',
  'sign_in_refused',
  'password_set',
  'invited',
  'number_shown',
  'numbers_printed',
  'numbers_exported',
  'notice_entered',
  'roster_edited',
  'roster_published',
  'roster_unpublished',
  'swap_approved',
  'nil_reported',
  'feed_made',
  'feed_revoked',
] as const
export type AuditAct = (typeof auditActs)[number]
