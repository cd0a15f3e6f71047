"""What changes an organisation's state, and exports of everything."""
