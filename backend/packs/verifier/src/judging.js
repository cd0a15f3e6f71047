// What a pack of form 2 shows beyond its seal: its report, its time, its ledger, and that it follows another. Asked
// only once the seal and the pack’s own papers hold, for it is those that say which keys count.

import { CHECKPOINT, REPORT as REPORT_FILE } from './bag.js'
import { counted, momentInWords, momentOf, same, shown } from './bytes.js'
import { isSignedBy } from './notes.js'
import { ReportFails, StampFails, reportIn, stampOn } from './signed-report.js'
import { EARLIER, LEDGER, REPORT, TIME } from './verdict.js'

/** Adds the lines of the report and of the time; gives the stamp, if it holds. */
export function judgeReport(made, { pdf, vouched, payloadDigest, sealedAt }) {
  let report
  try {
    report = reportIn(pdf, vouched.report)
  } catch (error) {
    if (!(error instanceof ReportFails)) throw error
    made.fail(REPORT, [error.message])
    return null
  }
  if (report.payloadDigest !== payloadDigest) {
    made.fail(REPORT, [`The signature on “${REPORT_FILE}” was made for a pack that holds other files beside it.`])
    return null
  }
  const stamp = judgeTime(made, report, vouched)
  const at = stamp ? stamp.at : sealedAt
  const life = `from ${momentInWords(report.validFrom)} to ${momentInWords(report.validUntil)}`
  if (at === null || at < report.validFrom || at > report.validUntil) {
    const said = at === null ? 'no moment that can be read' : momentInWords(at)
    made.fail(REPORT, [`The report was signed at ${said}, and its certificate is valid only ${life}.`])
    return stamp
  }
  made.hold(
    REPORT,
    `“${REPORT_FILE}” is as it was signed, to its last byte, by ${shown(report.name)}, which the seal vouches for ` +
      `and which was valid then (${life}). The signature names all other files as well.`,
  )
  return stamp
}

function judgeTime(made, report, vouched) {
  if (vouched.stampSha256 === null) {
    made.open(
      TIME,
      'The time: not checked. No time-stamping authority stamped this pack, so the moment of sealing is only what ' +
        'the organisation says.',
    )
    return null
  }
  try {
    const stamp = stampOn(report, vouched.stampSha256)
    made.hold(
      TIME,
      `The report was signed no later than ${momentInWords(stamp.at)}. A time stamp by ${shown(stamp.by.name)} says ` +
        'so, whose certificate the seal vouches for and which was valid then.',
    )
    return stamp
  } catch (error) {
    if (!(error instanceof StampFails)) throw error
    made.fail(TIME, [error.message])
    return null
  }
}

/** Adds the lines of the checkpoint and of every line; gives what another pack can be compared with, if it holds. */
export function judgeLedger(made, walk, vouched) {
  const { checkpoint, note, problems } = walk
  const key = vouched.checkpoint
  if (!checkpoint || !note) {
    made.fail(LEDGER, problems.length ? problems : ['Something is wrong that has no name.'])
    return null
  }
  if (key.name !== checkpoint.origin || !isSignedBy(note, key)) {
    made.fail(LEDGER, [
      `“${CHECKPOINT}” isn’t signed with the key of the ledger that the seal of this pack vouches for.`,
    ])
    return null
  }
  if (problems.length) {
    made.fail(LEDGER, problems)
    return null
  }
  const leftOut = walk.leftOut
    ? ` In ${counted(walk.leftOut)} of them words are left out; what is left of each still proves.`
    : ''
  const grown = walk.earlier.size
    ? ` Earlier checkpoints that it grew from without a change: ${counted(walk.earlier.size)}.`
    : ''
  made.hold(
    LEDGER,
    `Lines of the ledger in this pack: ${counted(walk.lines)}. Each is in the ledger of ${counted(checkpoint.size)} ` +
      `lines${sealedAt(checkpoint)}, whose checkpoint is signed by the ledger’s own key.${leftOut}${grown}`,
  )
  return { note, checkpoint, earlier: walk.earlier, key }
}

function sealedAt({ sealedAt: said }) {
  if (said === null) return ''
  try {
    return ` as it was sealed at ${momentInWords(momentOf(said))}`
  } catch {
    return ` as it was sealed at ${shown(said)}`
  }
}

/** Whether one ledger only grew into the other, and which is which: a line for EARLIER. */
export function earlierLine(mine, theirs) {
  if (mine.checkpoint.origin !== theirs.checkpoint.origin) {
    return told(
      false,
      `What you gave as earlier is of another ledger, ${shown(theirs.checkpoint.origin)}; this pack is of ` +
        `${shown(mine.checkpoint.origin)}.`,
    )
  }
  if (!theirs.key && !isSignedBy(theirs.note, mine.key)) {
    return told(
      null,
      'The earlier checkpoint that you gave isn’t signed with the key that signed this pack’s, so it can’t be ' +
        'compared. If the key was changed since, give the whole earlier pack.',
    )
  }
  if (theirs.checkpoint.size > mine.checkpoint.size) {
    return grownLine(theirs, mine, 'This pack’s ledger is the shorter one: it')
  }
  return grownLine(mine, theirs, 'The earlier ledger')
}

function grownLine(longer, shorter, words) {
  const size = counted(shorter.checkpoint.size)
  const sizes = `${size} lines then, ${counted(longer.checkpoint.size)} lines later`
  const fork =
    'THE LEDGER WAS FORKED: this pack’s ledger and the earlier one can’t both be true. The same organisation signed ' +
    `two histories that differ (${sizes}). Keep both files: together they are the proof.`
  if (shorter.checkpoint.size === longer.checkpoint.size) {
    const equal = same(shorter.checkpoint.root, longer.checkpoint.root)
    return told(equal, equal ? 'The earlier ledger is the very same as this pack’s.' : fork)
  }
  const known = longer.earlier.get(shorter.checkpoint.size)
  if (!known) {
    return told(
      null,
      `The longer of the two packs holds no proof for a ledger of ${size} lines, so they can’t be compared. Ask the ` +
        'organisation for one.',
    )
  }
  if (!same(known.root, shorter.checkpoint.root)) return told(false, fork)
  return told(true, `${words} is the beginning of the other’s, unchanged (${sizes}): nothing was taken out or altered.`)
}

const told = (holds, sentence) => ({ what: EARLIER, holds, sentence })
