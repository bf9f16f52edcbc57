import { start } from '@tailspan/local/start'

// What `npm start` runs, without a companion.
process.exit(await start())
