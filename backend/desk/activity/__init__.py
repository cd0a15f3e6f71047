"""Activity: lines of the ledger as sentences, who may read which, and the proof of each."""
