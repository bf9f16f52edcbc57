import { toEventSchemas } from './event-schemas.ts'

// A release keeps what it publishes: README.md says how.
process.stdout.write(`${JSON.stringify(toEventSchemas(), null, 2)}\n`)
