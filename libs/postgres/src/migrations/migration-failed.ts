import { TailspanError } from '@tailspan/errors'

/** A migration does not run: the service cannot start. */
export class MigrationFailed extends TailspanError {
  constructor(name: string, options: ErrorOptions) {
    super('migration-failed', 'internal', `migration ${name} does not run`, options)
  }
}
