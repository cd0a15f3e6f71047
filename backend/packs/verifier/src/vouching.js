// `signature/keys.json`: the other keys that the sealer of a pack vouches for. It is one of the papers under the
// seal, so whoever trusts the key of the seal needs no other list.

import { momentOf, textOf } from './bytes.js'
import { readVkey } from './notes.js'

export const KEYS = 'signature/keys.json'

/** The keys that the file names; throws with one plain sentence. */
export function keysIn(content) {
  try {
    const told = JSON.parse(textOf(content))
    return {
      checkpoint: readVkey(told.checkpoint.vkey),
      report: {
        certificateSha256: digest(told.report.certificate_sha256),
        validFrom: momentOf(told.report.valid_from),
        validUntil: momentOf(told.report.valid_until),
      },
      stampSha256: told.stamp === null ? null : digest(told.stamp.certificate_sha256),
    }
  } catch {
    throw new Error(`“${KEYS}” doesn’t say in the form of a pack which keys signed the report and the ledger.`)
  }
}

function digest(text) {
  if (typeof text !== 'string' || !/^[0-9a-f]{64}$/.test(text)) throw new Error('This is no SHA-256.')
  return text
}
