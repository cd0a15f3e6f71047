// What a bag holds: the names of its papers, and its lists.

import { textOf } from './bytes.js'
import { KEYS } from './vouching.js'

export const BAGIT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'
export const INFO = 'bag-info.txt'
export const MANIFEST = 'manifest-sha512.txt'
export const TAG_MANIFEST = 'tagmanifest-sha512.txt'
export const SIGNATURE = 'signature/tagmanifest-sha512.txt.sig'
export const PUBLIC_KEY = 'signature/public-key.txt'

export const REPORT = 'data/report.pdf'
export const INDEX = 'data/index.json'
export const CHECKPOINT = 'data/ledger/checkpoint.txt'
export const CONSISTENCY = 'data/ledger/consistency.json'
export const EVENTS = 'data/ledger/events.jsonl'
export const PROOFS = 'data/ledger/proofs.jsonl'

/** What every pack holds, and what one of form 2 holds beside. */
export const PAPERS_NEEDED = ['bagit.txt', INFO, MANIFEST, TAG_MANIFEST, SIGNATURE, PUBLIC_KEY]
export const PROVEN = [REPORT, INDEX, CHECKPOINT, CONSISTENCY, EVENTS, PROOFS]
export const OF_FORM_2 = [KEYS, ...PROVEN]

/** The two files that can’t be in the signed list: the list itself, and the signature. */
export const UNLISTED = [TAG_MANIFEST, SIGNATURE]

/** SHA-512 by path; null if a line can’t be read or a path stands there twice. */
export function listedIn(content) {
  const listed = new Map()
  let lines
  try {
    lines = textOf(content).split('\n')
  } catch {
    return null
  }
  if (lines.pop() !== '') return null
  for (const line of lines) {
    const found = /^([0-9a-f]{128}) {2}([^\n\r]+)$/.exec(line)
    if (!found || listed.has(found[2])) return null
    listed.set(found[2], found[1])
  }
  return listed
}

/** All values of a field in `bag-info.txt`. */
export function infoIn(text, field) {
  const start = `${field}: `
  return text
    .split('\n')
    .filter((line) => line.startsWith(start))
    .map((line) => line.slice(start.length))
}
