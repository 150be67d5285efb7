import type { Sqlite } from './sqlite.ts'

// In order, each once, never edited after a release: a change is a new entry at the end.
const migrations: readonly string[] = [
  `
  CREATE TABLE incident (
    id TEXT PRIMARY KEY, site_id TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL,
    started_at INTEGER NOT NULL, due_at INTEGER, body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX one_live_incident_a_site ON incident (site_id) WHERE state IN ('paging', 'acknowledged', 'recovered');
  CREATE INDEX incident_by_start ON incident (started_at, id);
  CREATE INDEX incident_by_site ON incident (site_id, started_at);
  CREATE TABLE event (
    id INTEGER PRIMARY KEY, incident_id TEXT NOT NULL REFERENCES incident, at INTEGER NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX event_by_incident ON event (incident_id, id);
  CREATE TABLE page (
    id TEXT PRIMARY KEY, incident_id TEXT REFERENCES incident, step TEXT NOT NULL, person_id TEXT NOT NULL,
    wanted_state TEXT, urgency TEXT NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL,
    planned_at INTEGER NOT NULL, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL, text TEXT NOT NULL,
    accepted_at INTEGER, delivered_at INTEGER, reason TEXT, body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX one_page_a_step_and_person ON page (coalesce(incident_id, ''), step, person_id);
  CREATE INDEX page_to_send ON page (due_at) WHERE state = 'planned';
  CREATE INDEX page_in_flight ON page (state) WHERE state IN ('claimed', 'unknown', 'accepted');
  CREATE INDEX page_by_time ON page (planned_at, id);
  CREATE TABLE attempt (
    page_id TEXT NOT NULL REFERENCES page, n INTEGER NOT NULL, channel TEXT NOT NULL, text TEXT NOT NULL,
    claimed_at INTEGER NOT NULL, deadline_at INTEGER NOT NULL, state TEXT NOT NULL,
    provider_id TEXT, error_code TEXT, updated_at INTEGER NOT NULL, PRIMARY KEY (page_id, n)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE code (code TEXT PRIMARY KEY, person_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE incident_code (
    incident_id TEXT NOT NULL REFERENCES incident, person_id TEXT NOT NULL, code TEXT NOT NULL REFERENCES code,
    PRIMARY KEY (incident_id, person_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX incident_by_code ON incident_code (code);
  CREATE TABLE site_state (site_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE inbound (
    provider_id TEXT PRIMARY KEY, sender TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL,
    received_at INTEGER NOT NULL, answer TEXT, acted INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX inbound_by_sender ON inbound (sender, received_at);
  CREATE TABLE password (person_id TEXT PRIMARY KEY, hash TEXT NOT NULL, set_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE invitation (
    token_hash TEXT PRIMARY KEY, person_id TEXT NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE session (
    id TEXT PRIMARY KEY, person_id TEXT, data TEXT NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX session_by_person ON session (person_id);
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, person_id TEXT, person_name TEXT NOT NULL, origin TEXT NOT NULL,
    act TEXT NOT NULL, subject TEXT NOT NULL, before TEXT, after TEXT
  ) STRICT;
  CREATE INDEX audit_by_time ON audit (at, id);
  CREATE TABLE notice (key TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE record (
    kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL, subject TEXT NOT NULL,
    person_id TEXT, at INTEGER NOT NULL, due_at INTEGER, body TEXT NOT NULL, PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX record_by_time ON record (kind, at, id);
  CREATE INDEX record_by_subject ON record (kind, subject, at);
  CREATE INDEX record_by_person ON record (kind, person_id, at);
  CREATE INDEX record_due ON record (kind, due_at) WHERE due_at IS NOT NULL;
  CREATE TABLE watch_key (
    code TEXT PRIMARY KEY REFERENCES code, person_id TEXT NOT NULL, purpose TEXT NOT NULL, subject TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX watch_key_by_owner ON watch_key (person_id, purpose, subject);
  CREATE INDEX page_by_person ON page (person_id, planned_at) WHERE state IN ('delivered', 'failed');
  `,
  `
  ALTER TABLE page ADD COLUMN hop INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE page ADD COLUMN hop_attempts INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE page ADD COLUMN bundle_id TEXT REFERENCES page;
  CREATE INDEX page_by_bundle ON page (bundle_id) WHERE bundle_id IS NOT NULL;
  CREATE INDEX page_by_reader ON page (person_id, planned_at);
  CREATE TABLE page_change (
    page_id TEXT NOT NULL REFERENCES page, at INTEGER NOT NULL, state TEXT NOT NULL, attempt INTEGER, reason TEXT
  ) STRICT;
  CREATE INDEX page_change_by_page ON page_change (page_id);
  CREATE TABLE bundle_code (
    code TEXT NOT NULL REFERENCES code, incident_id TEXT NOT NULL REFERENCES incident, PRIMARY KEY (code, incident_id)
  ) STRICT, WITHOUT ROWID;
  `,
]

const sampleMigrations: readonly string[] = [
  `
  CREATE TABLE sample (
    site_id TEXT NOT NULL, at INTEGER NOT NULL, ms INTEGER NOT NULL, ok INTEGER NOT NULL, status INTEGER,
    detail TEXT, PRIMARY KEY (site_id, at)
  ) STRICT, WITHOUT ROWID;
  `,
  // The table above is taken over site by site and day by day while the service runs (`sample-former`).
  `
  CREATE TABLE sample_site (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE sample_tail (id INTEGER PRIMARY KEY, hour INTEGER NOT NULL, data BLOB NOT NULL) STRICT;
  CREATE TABLE sample_block (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
  CREATE TABLE sample_hours (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
  CREATE TABLE sample_day (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
  `,
]

export function migrateLog(db: Sqlite): void {
  migrate(db, migrations)
}

export function migrateSamples(db: Sqlite): void {
  migrate(db, sampleMigrations)
}

/** Thrown when the file was written by a newer release: going on would destroy what this one does not know. */
export class NewerLog extends Error {}

function migrate(db: Sqlite, steps: readonly string[]): void {
  const version = Number(db.get('PRAGMA user_version')?.['user_version'] ?? 0)
  if (version > steps.length) {
    throw new NewerLog(`the log has schema ${version}, this release knows ${steps.length}: start the newer release`)
  }
  for (const [index, step] of steps.entries()) {
    if (index < version) continue
    db.transaction(() => {
      db.exec(step)
      db.exec(`PRAGMA user_version = ${index + 1}`)
    })
  }
}
