"""What a channel is: read what arrives, decide about it, say how to answer. Pure, except for the ports."""
