/** One thing wrong with a book: where, what, and the values a sentence about it needs. */
export type BookProblem = {
  /** `shifts[3].personId`, as somebody editing the file would write it. */
  path: string
  problem: ProblemName
  with: Record<string, string>
}

export const problemNames = [
  'missing',
  'wrong_type',
  'not_one_of',
  'unknown_field',
  'bad_schema',
  'bad_id',
  'bad_name',
  'bad_date',
  'bad_moment',
  'bad_clock_time',
  'not_positive',
  'negative',
  'above_one',
  'too_large',
  'empty',
  'bad_timezone',
  'bad_reference',
  'bad_mobile',
  'bad_phone',
  'bad_email',
  'bad_prefix',
  'bad_url',
  'bad_host',
  'text_mark',
  'text_placeholder',
  'text_missing',
  'text_braces',
  'text_signs',
  'text_brackets',
  'text_address',
  'text_word',
  'text_long',
  'bad_status',
  'duplicate_id',
  'duplicate_mobile',
  'unknown_unit',
  'unknown_person',
  'unknown_site',
  'unknown_period',
  'parent_ring',
  'reversed',
  'too_long',
  'in_quiet_hours',
  'two_leads',
  'two_places',
  'both_roles',
  'twice_at_once',
  'invalid',
] as const
export type ProblemName = (typeof problemNames)[number]
