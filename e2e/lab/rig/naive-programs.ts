import { fileURLToPath } from 'node:url'
import type { ServiceProgram } from '@tailspan/local'
import type { Service } from './rig.ts'

const folder = fileURLToPath(new URL('../naive', import.meta.url))

/** The program that takes a service's place. */
export function naiveProgram(service: Service): ServiceProgram {
  return { folder, args: [`${service}.ts`] }
}
