import { TailspanError } from '@tailspan/errors'

/** A session that is given to other clients between two statements: nothing in it can be held. */
export class SessionShared extends TailspanError {
  constructor() {
    super(
      'session-shared',
      'invalid',
      'the way to PostgreSQL leads through a pooler in transaction mode, which cannot hold the locks of a session: ' +
        'set DATABASE_SESSION_URL to the server itself, or to a pooler in session mode',
    )
  }
}
