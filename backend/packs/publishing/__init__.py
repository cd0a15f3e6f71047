"""Publishing the public pack of a meeting: prepared by the clock, approved by a person, released at its hour."""
