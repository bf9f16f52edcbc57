export type {
  ColumnType,
  Generated,
  Insertable,
  JSONColumnType,
  Kysely,
  QueryExecutorProvider,
  RawBuilder,
  Selectable,
  Updateable,
} from 'kysely'
export { sql } from 'kysely'
export {
  createDatabase,
  type Database,
  type DatabaseActor,
  type DatabaseOptions,
} from './database.ts'
export {
  CommitUnknown,
  DatabaseFault,
  DatabaseMisconfigured,
  DatabaseUnavailable,
  UniqueViolation,
} from './faults/database-error.ts'
export { MigrationEdited } from './migrations/migration-edited.ts'
export { MigrationFailed } from './migrations/migration-failed.ts'
export { createRetention } from './retention/create-retention.ts'
export { type Due, deleteDue, type SweepOptions } from './retention/delete-due.ts'
export { SessionShared } from './sessions/session-shared.ts'
export type { Session } from './sessions/with-session.ts'
export { type Query, type Transaction, type Trips, transaction } from './transaction.ts'
export type { Later } from './trips/trip-connection.ts'
