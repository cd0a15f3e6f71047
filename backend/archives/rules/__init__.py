"""What an archive holds and leaves out, and who may end an organisation. Pure."""
