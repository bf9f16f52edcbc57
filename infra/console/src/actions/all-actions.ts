import type { Action } from '../server/action.ts'
import { resetSystemAction, turnFaultAction, useStrategyAction } from './change-system.ts'
import { compareAction } from './compare.ts'
import { placeOrderAction } from './place-order.ts'
import { runExerciseAction } from './run-exercise.ts'

/** Everything that a button may do. */
export const allActions: readonly Action[] = [
  ...[placeOrderAction, runExerciseAction, compareAction],
  ...[useStrategyAction, turnFaultAction, resetSystemAction],
]
