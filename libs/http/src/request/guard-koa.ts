import type Koa from 'koa'
import { isOver, refuse } from './guarded-response.ts'
import type { OnLateWrite } from './late-write.ts'

const setters = ['body', 'status'] as const
const methods = ['set', 'append', 'remove'] as const

/** Koa drops late assignments such as `ctx.body =` in silence; this makes them late writes. */
export function guardKoa({ response }: Koa, report: OnLateWrite): void {
  for (const name of setters) guardSetter(response, name, report)
  for (const name of methods) guardMethod(response, name, report)
}

function guardSetter(response: Koa.BaseResponse, name: string, report: OnLateWrite): void {
  const original = findProperty(response, name)
  Object.defineProperty(response, name, {
    ...original,
    set(this: Koa.Response, value: unknown) {
      if (isOver(this.res)) refuse(this.res, `ctx.${name} =`, report)
      else original.set?.call(this, value)
    },
  })
}

function guardMethod(response: Koa.BaseResponse, name: string, report: OnLateWrite): void {
  const { value: method } = findProperty(response, name)
  Object.defineProperty(response, name, {
    configurable: true,
    value(this: Koa.Response, ...args: unknown[]) {
      if (isOver(this.res)) refuse(this.res, `ctx.${name}`, report)
      else Reflect.apply(method, this, args)
    },
  })
}

function findProperty(object: object, name: string): PropertyDescriptor {
  const found = Object.getOwnPropertyDescriptor(object, name)
  return found ?? findProperty(Object.getPrototypeOf(object), name)
}
