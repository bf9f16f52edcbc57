export { strategies, usualStrategy } from './contenders.ts'
export { expectations } from './expectations.ts'
export { comparableFaults } from './faults/fault-words.ts'
export { switchWords } from './live/switch-words.ts'
