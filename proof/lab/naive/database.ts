import pg from 'pg'
import { config } from './config.ts'
import { report } from './report.ts'

/** MISTAKE: each statement is a transaction of its own. */
export const pool = new pg.Pool({ connectionString: config.databaseUrl })
pool.on('error', report)
