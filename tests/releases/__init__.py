"""Tests of releases: links, codes, ends, byte ranges, receipts."""
