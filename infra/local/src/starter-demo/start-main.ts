import { start } from '../cli/start.ts'

process.exit(await start())
