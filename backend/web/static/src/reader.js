// The reader, where scripts run.
