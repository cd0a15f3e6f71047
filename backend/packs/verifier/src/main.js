// One script for both: in a page it draws and listens; in a worker, which the page makes out of this same text, it
// reads and checks, so that the page stays alive while a pack of gigabytes is read.

import { start } from './page.js'
import { answer, inspect, inspectEarlier } from './verifying.js'
import { keysInPasted, keysInTrustFile } from './trust.js'
import { firstProblem, firstWrong, isOk, isPinned } from './verdict.js'

const ACTS = { inspect, inspectEarlier }

if (typeof document === 'undefined') {
  self.onmessage = async ({ data: { act, file } }) => {
    const result = await ACTS[act](file, (done, total) => self.postMessage({ done, total }))
    self.postMessage({ result })
  }
} else {
  // for whoever checks many packs by a program of their own
  globalThis.probity = { answer, firstProblem, firstWrong, inspect, inspectEarlier, isOk, isPinned, keysInPasted, keysInTrustFile }
  start(document.currentScript.textContent, ACTS)
}
