"""The outside of each channel: one vendor or protocol, one file, behind a port of crm_app.channels.port."""
