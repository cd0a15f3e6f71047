// What can be said of a pack by somebody who trusts nobody: file in hand, no network. Never throws, save Cancelled.

import { sha256 } from '@noble/hashes/sha2.js'

import { hexOf, shown } from './bytes.js'
import { Inspection } from './inspection.js'
import { earlierLine } from './judging.js'
import { NoteRefused, readCheckpoint, readNote } from './notes.js'
import { Cancelled, ReadFailed, Source, slice } from './source.js'
import { EARLIER, KEY, firstProblem, finished, isOk, refusal } from './verdict.js'

const LONGEST_NOTE = 1_000_000
const MOST_SHOWN = 20

/** What is in the file, before anybody said whose keys they trust. `seen(done, total)` may throw Cancelled. */
export async function inspect(file, seen = () => {}) {
  const whole = sha256.create()
  try {
    const source = new Source(file, async (bytes, done, total) => {
      whole.update(bytes)
      await seen(done, total)
    })
    const found = finished(await new Inspection().of(source))
    // only of a file that was read to its end
    return { ...found, sha256: source.isAtEnd ? hexOf(whole.digest()) : null }
  } catch (error) {
    if (error instanceof Cancelled) throw error
    if (error instanceof ReadFailed) {
      return refusal(`The file can’t be read: ${error.message}.`)
    }
    // The last fence: whatever a hostile file finds in us, the answer is no and not a crash.
    return refusal(`This file breaks the check itself (${error?.name ?? 'unknown'}), so it can’t be trusted.`)
  }
}

/** A pack or a checkpoint that the reader kept: what it says of its ledger. */
export async function inspectEarlier(file, seen) {
  try {
    const start = await slice(file, 0, 2)
    if (start[0] === 0x50 && start[1] === 0x4b) return { pack: await inspect(file, seen) }
    const note = readNote(await slice(file, 0, LONGEST_NOTE + 1))
    const ledger = { note, checkpoint: readCheckpoint(note.text), earlier: new Map(), key: null }
    return { ledger }
  } catch (error) {
    if (error instanceof Cancelled) throw error
    if (error instanceof NoteRefused) {
      return { problem: `What you gave as earlier is neither a pack nor a checkpoint: ${error.message}` }
    }
    return { problem: `What you gave as earlier can’t be read: ${error?.message ?? 'it is unreadable'}.` }
  }
}

/** The whole answer, with the reader’s keys (null: none were given) and what they kept from earlier (or null). */
export function answer(inspected, { trusted = null, earlier = null } = {}) {
  const found = withKey(inspected, trusted)
  if (!earlier) return found
  const line = found.ledger
    ? comparison(found, earlier, trusted)
    : open('An earlier pack: not checked, because of what is wrong above.')
  return { ...found, lines: [...found.lines, line], needed: [...found.needed, EARLIER] }
}

/** Only of a seal that holds: a key’s own fingerprint says nothing about a seal that isn’t its. */
function withKey(found, trusted) {
  if (!found.sealed) return found
  const line = keyLine(found, trusted)
  return { ...found, lines: found.lines.map((each) => (each.what === KEY ? line : each)) }
}

function keyLine({ fingerprint, keyName }, trusted) {
  if (trusted === null) {
    return {
      what: KEY,
      holds: null,
      sentence:
        'Whose key it is: no trusted key was given, and anybody can seal with a key of their own. Compare this ' +
        'fingerprint with one that you had from the organisation itself and not from this pack: ' +
        fingerprint,
    }
  }
  const known = trusted.find((key) => key.fingerprint === fingerprint)
  if (known) {
    const sentence = known.name
      ? `The key is one that you trust: ${shown(known.name)}, ${known.fingerprint}`
      : `The key is the one whose fingerprint you gave: ${known.fingerprint}`
    return { what: KEY, holds: true, sentence }
  }
  const names = trusted.slice(0, MOST_SHOWN).map(nameOf).join(', ') || 'none at all'
  return {
    what: KEY,
    holds: false,
    sentence:
      `This pack is sealed with a key that you don’t trust. It calls itself ${shown(keyName ?? '')} and its ` +
      `fingerprint is ${fingerprint}. The keys that you trust: ${names}. Either somebody else made this pack, or the ` +
      'organisation has a new key: ask them, in a way that you already know, and use nothing in this pack to reach ' +
      'them.',
  }
}

const nameOf = ({ name, fingerprint }) => (name ? shown(name) : `the one with the fingerprint ${fingerprint}`)

function comparison(found, earlier, trusted) {
  if (earlier.problem) return open(earlier.problem)
  if (earlier.ledger) return earlierLine(found.ledger, earlier.ledger)
  const before = withKey(earlier.pack, trusted)
  if (isOk(before) && before.ledger) return earlierLine(found.ledger, before.ledger)
  const why = firstProblem(before) ?? 'it is of the first form, which proves no ledger.'
  return open(`The earlier pack can’t be compared with this one: ${why}`)
}

const open = (sentence) => ({ what: EARLIER, holds: null, sentence })
