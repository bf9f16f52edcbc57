import type { Action } from '../server/action.ts'
import { resetSystemAction, turnFaultAction, useStrategyAction } from './change-system.ts'
import { compareAction } from './compare.ts'
import { dropAction, releaseAction, replayAction } from './dead-letters.ts'
import { placeOrderAction } from './place-order.ts'
import { runExerciseAction } from './run-exercise.ts'
import { startBurstAction } from './start-burst.ts'

/** Everything that a button may do. */
export const allActions: readonly Action[] = [
  placeOrderAction,
  startBurstAction,
  runExerciseAction,
  compareAction,
  useStrategyAction,
  turnFaultAction,
  resetSystemAction,
  replayAction,
  releaseAction,
  dropAction,
]
