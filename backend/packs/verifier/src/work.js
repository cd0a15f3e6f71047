// Work that goes on beside the page, says how far it is, and can be stopped.

import { Cancelled } from './source.js'

const OFTEN = 100 // milliseconds between two words on how far it is

/**
 * Does `act` on the file, in a worker made of `script` where the browser lets us, else here, slice by slice.
 * Gives { promise, cancel }: the promise is the result, or throws Cancelled. Whatever goes wrong is thrown.
 */
export function doing(script, acts, act, file, seen) {
  const worker = workerOf(script)
  let stop
  const stopped = new Promise((_, reject) => {
    stop = () => reject(new Cancelled())
  })
  const here = () => inPage(acts[act], file, seen, stopped)
  const work = worker ? inWorker(worker, act, file, seen).catch((error) => orHere(error, here)) : here()
  const promise = Promise.race([work, stopped]).finally(() => worker?.terminate())
  return { promise, cancel: stop }
}

/** The worker never came to life: some browsers say so only later. */
class NoWorker extends Error {}

function orHere(error, here) {
  if (error instanceof NoWorker) return here()
  throw error
}

function workerOf(script) {
  try {
    const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
    const worker = new Worker(address)
    URL.revokeObjectURL(address)
    return worker
  } catch {
    return null
  }
}

function inWorker(worker, act, file, seen) {
  return new Promise((resolve, reject) => {
    let lives = false
    worker.onmessage = ({ data }) => {
      lives = true
      if ('result' in data) resolve(data.result)
      else seen(data.done, data.total)
    }
    worker.onerror = (event) => reject(lives ? new Error(event.message || 'the worker broke') : new NoWorker())
    worker.onmessageerror = () => reject(new Error('the worker could not answer'))
    worker.postMessage({ act, file })
  })
}

function inPage(act, file, seen, stopped) {
  let isStopped = false
  stopped.catch(() => {
    isStopped = true
  })
  let last = 0
  return act(file, async (done, total) => {
    if (isStopped) throw new Cancelled()
    if (performance.now() - last < OFTEN) return
    seen(done, total)
    await new Promise((resolve) => setTimeout(resolve)) // lets the page draw and listen
    last = performance.now()
  })
}
